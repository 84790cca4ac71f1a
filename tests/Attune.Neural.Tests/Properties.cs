// libtorch uses all processors itself, and tests count the tensors that are alive in the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
