// The memory of tensors on the CPU. A training step asks for gigabytes in pieces that differ a little from step to step, and pages that the system zeroes anew cost more
// than computing what goes into them: so big pieces are cut from large regions of 2 MiB pages, and what is freed is joined with its free neighbours and cut again.
#pragma once

#include <c10/core/CPUAllocator.h>

#include <sys/mman.h>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>

class PagedAllocator final : public c10::Allocator {
 public:
  // Smaller pieces come from the C library, bigger ones from regions of at least this size.
  static constexpr size_t Big = size_t{1} << 20, Page = size_t{2} << 20, Region = size_t{256} << 20;

  explicit PagedAllocator(int64_t keep) : keep_(keep) {}

  // Declared without `override`: libtorch 1.13 has the first, later versions the second, and copy_data with it.
  c10::DataPtr allocate(size_t bytes) const { return const_cast<PagedAllocator*>(this)->take(bytes); }
  c10::DataPtr allocate(size_t bytes) { return take(bytes); }
  void copy_data(void* to, const void* from, std::size_t bytes) const { std::memcpy(to, from, bytes); }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }

  void keep(int64_t bytes) {
    std::lock_guard<std::mutex> lock(mutex_);
    keep_ = bytes;
    trim();
  }

  void memory(int64_t* figures) const {
    std::lock_guard<std::mutex> lock(mutex_);
    figures[0] = used_, figures[1] = peak_, figures[2] = kept_;
  }

  void reset_peak() {
    std::lock_guard<std::mutex> lock(mutex_);
    peak_ = used_.load();
    trim();
  }

 private:
  // Stands right before the data: oneDNN asks for memory that is given back by its address alone. The neighbours are those in its region; a piece of the C library has none.
  struct alignas(64) Block {
    PagedAllocator* owner;
    size_t bytes;  // of the data
    Block *before, *after;
    enum State : int64_t { Used, Kept, Clean } state;  // Clean: free, and without pages

    char* data() { return reinterpret_cast<char*>(this + 1); }
  };

  struct Smaller {
    bool operator()(const Block* a, const Block* b) const { return a->bytes != b->bytes ? a->bytes < b->bytes : a < b; }
    using is_transparent = void;
    bool operator()(const Block* a, size_t bytes) const { return a->bytes < bytes; }
  };
  using Free = std::set<Block*, Smaller>;

  c10::DataPtr take(size_t bytes) {
    c10::Device cpu(c10::DeviceType::CPU);
    if (bytes == 0) return {nullptr, cpu};
    auto size = (bytes + 63) / 64 * 64;
    auto block = size < Big ? small(size) : big(size);
    TORCH_CHECK(block, "out of memory: ", bytes, " bytes could not be had");
    auto used = used_.fetch_add(static_cast<int64_t>(block->bytes)) + static_cast<int64_t>(block->bytes);
    for (auto peak = peak_.load(); used > peak && !peak_.compare_exchange_weak(peak, used);) {
    }
    return {block->data(), block->data(), &release, cpu};
  }

  Block* small(size_t bytes) {
    void* start = nullptr;
    return posix_memalign(&start, 64, bytes + sizeof(Block)) == 0 ? new (start) Block{this, bytes, nullptr, nullptr, Block::Used} : nullptr;
  }

  // The smallest piece that is large enough: one with pages if there is one, else one without, else a new region.
  Block* big(size_t bytes) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto free : {&kept_blocks_, &clean_blocks_}) {
      auto found = free->lower_bound(bytes);
      if (found != free->end()) return cut(*found, bytes);
    }
    auto region = map(bytes);
    if (region) return cut(region, bytes);
    auto keep = keep_;
    keep_ = 0, trim(), keep_ = keep;
    auto joined = clean_blocks_.lower_bound(bytes);
    if (joined != clean_blocks_.end()) return cut(*joined, bytes);
    region = map(bytes);
    return region ? cut(region, bytes) : nullptr;
  }

  // Takes a free block out, and leaves behind what is more than asked for.
  Block* cut(Block* block, size_t bytes) {
    remove(block);
    auto rest = block->bytes - bytes;
    if (rest >= Big) {
      auto next = new (block->data() + bytes) Block{this, rest - sizeof(Block), block, block->after, block->state};
      if (next->after) next->after->before = next;
      block->after = next, block->bytes = bytes;
      insert(next);
    }
    block->state = Block::Used;
    return block;
  }

  static void release(void* data) {
    if (!data) return;
    auto block = static_cast<Block*>(data) - 1;
    auto self = block->owner;
    self->used_ -= static_cast<int64_t>(block->bytes);
    if (block->bytes < Big) {
      std::free(block);
      return;
    }
    std::lock_guard<std::mutex> lock(self->mutex_);
    block->state = Block::Kept;
    self->insert(self->joined(block));
    self->trim();
  }

  // Joins a block that is in no set with its neighbours of the same state.
  Block* joined(Block* block) {
    if (block->after && block->after->state == block->state) {
      remove(block->after);
      swallow(block);
    }
    if (block->before && block->before->state == block->state) {
      block = block->before;
      remove(block);
      swallow(block);
    }
    return block;
  }

  static void swallow(Block* block) {
    auto next = block->after;
    block->bytes += sizeof(Block) + next->bytes;
    block->after = next->after;
    if (block->after) block->after->before = block;
  }

  // Kept is what was asked for or, where that is more, what was in use at once before: with a fixed limit a larger step would have its pages zeroed anew every time.
  void trim() {
    auto limit = keep_ == 0 ? 0 : std::max(keep_, peak_ - used_);
    while (kept_ > limit) {
      auto block = *kept_blocks_.rbegin();
      remove(block);
      auto first = (reinterpret_cast<uintptr_t>(block->data()) + 4095) / 4096 * 4096, end = reinterpret_cast<uintptr_t>(block->data() + block->bytes) / 4096 * 4096;
      if (end > first) madvise(reinterpret_cast<void*>(first), end - first, MADV_DONTNEED);
      block->state = Block::Clean;
      insert(joined(block));
    }
  }

  Block* map(size_t bytes) {
    for (auto size : {std::max(Region, bytes + sizeof(Block)), bytes + sizeof(Block)}) {
      auto pages = (size + Page - 1) / Page * Page;
      auto start = mmap(nullptr, pages + Page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (start == MAP_FAILED) continue;
      auto aligned = (reinterpret_cast<uintptr_t>(start) + Page - 1) / Page * Page;
      madvise(reinterpret_cast<void*>(aligned), pages, MADV_HUGEPAGE);
      auto block = new (reinterpret_cast<void*>(aligned)) Block{this, pages - sizeof(Block), nullptr, nullptr, Block::Clean};
      insert(block);
      return block;
    }
    return nullptr;
  }

  void insert(Block* block) {
    (block->state == Block::Kept ? kept_blocks_ : clean_blocks_).insert(block);
    if (block->state == Block::Kept) kept_ += static_cast<int64_t>(block->bytes);
  }

  void remove(Block* block) {
    (block->state == Block::Kept ? kept_blocks_ : clean_blocks_).erase(block);
    if (block->state == Block::Kept) kept_ -= static_cast<int64_t>(block->bytes);
  }

  mutable std::mutex mutex_;
  Free kept_blocks_, clean_blocks_;
  std::atomic<int64_t> used_{0}, peak_{0};
  int64_t kept_ = 0, keep_;
};
