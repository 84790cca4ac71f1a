namespace Attune.Serving.Tests;
