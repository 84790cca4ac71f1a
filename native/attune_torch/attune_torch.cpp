// The shim between Attune and libtorch: a C interface that knows no operator by name. Operators are looked up in the C10 dispatcher and called boxed,
// so every operator of every libtorch is reachable, autograd included. Compiles against libtorch 1.13 and 2.x; what differs between versions stands in
// `namespace compat`. A tensor handle is a TensorImpl*: arguments are borrowed, results are owned by the caller (attune_release). Every function that can fail
// returns 0 for success; attune_last_error() then has the reason of this thread's last failure.
#include "paged_allocator.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/script.h>
#include <torch/torch.h>
#include <torch/version.h>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace compat {
#if TORCH_VERSION_MAJOR >= 2
using Group = c10d::Backend;
#else
using Group = c10d::ProcessGroup;
#endif

// From 2.1 on memory may be shared until it is written, and asking for memory to write is what ends that.
inline void* data(at::TensorImpl* impl) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
  return impl->mutable_data();
#else
  return impl->data();
#endif
}

// From 2.4 on the store wants libuv unless told otherwise, also where libtorch was built without it.
inline void without_libuv([[maybe_unused]] c10d::TCPStoreOptions& options) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  options.useLibUV = false;
#endif
}

inline int64_t devices() { return static_cast<int64_t>(torch::cuda::device_count()); }
}  // namespace compat

namespace {

using Impl = at::TensorImpl;

enum Tag : int64_t { None, TensorTag, Int, Double, Bool, String, Ints, Doubles, Bools, Tensors, DeviceTag, Default };

struct Value {
  int64_t tag;
  int64_t payload;  // the number itself, the bits of a double, or a pointer
  int64_t count;    // elements behind a pointer; the index of a device
};

struct Info {
  void* data;
  const int64_t* sizes;
  const int64_t* strides;
  int64_t dimensions, elements;
  int32_t type, device, device_index, strided, requires_grad, leaf;
};

thread_local std::string failure, text;

template <class F>
int32_t guarded(F&& body) noexcept {
  try {
    body();
    return 0;
  } catch (const c10::Error& e) {
    failure = e.what_without_backtrace();
  } catch (const std::exception& e) {
    failure = e.what();
  } catch (...) {
    failure = "an unknown C++ exception";
  }
  return 1;
}

at::Tensor borrow(Impl* impl) {
  if (!impl) return {};
  return at::Tensor(c10::intrusive_ptr<Impl, at::UndefinedTensorImpl>::unsafe_reclaim_from_nonowning(impl));
}

at::Tensor borrow(int64_t payload) { return borrow(reinterpret_cast<Impl*>(payload)); }

Impl* own(at::Tensor&& tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

std::vector<at::Tensor> borrow(Impl* const* impls, int64_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(impls[i]));
  return tensors;
}

double as_double(const Value& v) {
  if (v.tag == Int) return static_cast<double>(v.payload);
  double d;
  static_assert(sizeof d == sizeof v.payload, "a double travels in a payload");
  std::memcpy(&d, &v.payload, sizeof d);
  return d;
}

template <class T>
c10::List<T> list(const Value& v) {
  auto first = reinterpret_cast<const T*>(v.payload);
  c10::List<T> values;
  values.reserve(v.count);
  for (int64_t i = 0; i < v.count; i++) values.push_back(first[i]);
  return values;
}

c10::TypePtr without_optional(c10::TypePtr type) {
  auto optional = type->cast<c10::OptionalType>();
  return optional ? optional->getElementType() : type;
}

c10::IValue tensors(const Value& v, const c10::TypePtr& type) {
  auto impls = reinterpret_cast<Impl* const*>(v.payload);
  auto element = type->cast<c10::ListType>();
  if (element && element->getElementType()->kind() == c10::TypeKind::OptionalType) {
    c10::List<c10::optional<at::Tensor>> values;
    for (int64_t i = 0; i < v.count; i++)
      values.push_back(impls[i] ? c10::optional<at::Tensor>(borrow(impls[i])) : c10::optional<at::Tensor>());
    return values;
  }
  return c10::IValue(borrow(impls, v.count));
}

// What an operator wants in a place, looked up once: types are shared pointers, and counting their owners costs as much as a small operator's work.
struct Wanted {
  c10::TypeKind kind;
  c10::TypePtr type;
  c10::optional<c10::IValue> fallback;
};

struct Found {
  c10::OperatorHandle handle;
  std::vector<Wanted> wanted;

  explicit Found(const c10::OperatorHandle& h) : handle(h) {
    for (auto& argument : h.schema().arguments()) {
      auto type = without_optional(argument.type());
      wanted.push_back({type->kind(), type, argument.default_value()});
    }
  }
};

// The conversions that a caller expects: an int where a double or a list of one is declared, a double where a scalar is.
c10::IValue to_ivalue(const Value& v, const Wanted& wanted) {
  switch (v.tag) {
    case None: return {};
    case TensorTag: return c10::IValue(borrow(v.payload));
    case Int:
      if (wanted.kind == c10::TypeKind::FloatType) return as_double(v);
      if (wanted.kind == c10::TypeKind::BoolType) return v.payload != 0;
      if (wanted.kind == c10::TypeKind::ListType) return c10::List<int64_t>({v.payload});
      return v.payload;
    case Double: return as_double(v);
    case Bool: return v.payload != 0;
    case String: return std::string(reinterpret_cast<const char*>(v.payload), v.count);
    case Ints: return list<int64_t>(v);
    case Doubles: return list<double>(v);
    case Bools: return list<bool>(v);
    case Tensors: return tensors(v, wanted.type);
    case DeviceTag: return c10::Device(static_cast<c10::DeviceType>(v.payload), static_cast<c10::DeviceIndex>(v.count));
    default: TORCH_CHECK(false, "a value of the unknown kind ", v.tag);
  }
}

Value to_value(c10::IValue&& v) {
  if (v.isTensor()) return {TensorTag, reinterpret_cast<int64_t>(own(std::move(v).toTensor())), 0};
  if (v.isInt()) return {Int, v.toInt(), 0};
  if (v.isBool()) return {Bool, v.toBool(), 0};
  if (v.isNone()) return {None, 0, 0};
  if (v.isDouble()) {
    Value result{Double, 0, 0};
    auto d = v.toDouble();
    std::memcpy(&result.payload, &d, sizeof d);
    return result;
  }
  if (v.isTensorList()) {
    auto values = v.toTensorVector();
    auto impls = static_cast<Impl**>(std::malloc(std::max<size_t>(1, values.size()) * sizeof(Impl*)));
    for (size_t i = 0; i < values.size(); i++) impls[i] = own(std::move(values[i]));
    return {Tensors, reinterpret_cast<int64_t>(impls), static_cast<int64_t>(values.size())};
  }
  TORCH_CHECK(false, "a result of the type ", v.type()->str(), ", which cannot be handed on");
}

void hand_out(torch::jit::Stack& stack, Value* results, int64_t capacity, int64_t* count) {
  TORCH_CHECK(static_cast<int64_t>(stack.size()) <= capacity, stack.size(), " results where room is for ", capacity);
  *count = static_cast<int64_t>(stack.size());
  for (size_t i = 0; i < stack.size(); i++) results[i] = to_value(std::move(stack[i]));
  stack.clear();
}

PagedAllocator* allocator = nullptr;

}  // namespace

// ---- the library

EXPORT const char* attune_last_error() { return failure.c_str(); }

EXPORT int32_t attune_describe_library(const char** version, const char** configuration, int64_t* devices) {
  return guarded([&] {
    text = at::show_config();
    *version = TORCH_VERSION;
    *configuration = text.c_str();
    *devices = compat::devices();
  });
}

// Bytes of freed big blocks to keep for reuse; the first call installs the allocator.
EXPORT int32_t attune_keep_memory(int64_t bytes) {
  return guarded([&] {
    static std::once_flag once;
    std::call_once(once, [&] {
      allocator = new PagedAllocator(bytes);
      c10::SetCPUAllocator(allocator, 1);
    });
    allocator->keep(bytes);
  });
}

// In use, most ever in use, kept for reuse: bytes on the CPU.
EXPORT void attune_memory(int64_t* figures, int32_t reset_peak) {
  figures[0] = figures[1] = figures[2] = 0;
  if (!allocator) return;
  allocator->memory(figures);
  if (reset_peak) allocator->reset_peak();
}

EXPORT int32_t attune_threads() { return at::get_num_threads(); }

EXPORT int32_t attune_set_threads(int32_t count) {
  return guarded([&] { at::set_num_threads(count); });
}

// The same for the calling thread alone, before and after every small piece of work: at::set_num_threads would also throw away a pool of threads and make another.
EXPORT int32_t attune_set_threads_here(int32_t count) {
  static auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"));
  if (!set) return attune_set_threads(count);
  set(count);
  return 0;
}

// Threads of the BLAS itself, where it has its own beside those of libtorch: OpenBLAS on pthreads has, and at::set_num_threads does not reach them. Looked up by
// name because libtorch may stand on another BLAS; 0 where it does. The number is the whole process's.
EXPORT int32_t attune_blas_threads() {
  static auto get = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  return get ? get() : 0;
}

EXPORT void attune_set_blas_threads(int32_t count) {
  static auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set) set(count);
}

EXPORT int32_t attune_seed(int64_t seed) {
  return guarded([&] { torch::manual_seed(static_cast<uint64_t>(seed)); });
}

EXPORT int32_t attune_synchronize(int32_t index) {
  return guarded([&] { torch::cuda::synchronize(index); });
}

// ---- operators

EXPORT int32_t attune_find(const char* name, const char* overload, void** found, const char** schema) {
  return guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(handle, "this libtorch (", TORCH_VERSION, ") has no operator ", name, *overload ? "." : "", overload);
    text = c10::toString(handle->schema());
    *schema = text.c_str();
    *found = new Found(*handle);
  });
}

EXPORT int32_t attune_call(void* found, const Value* arguments, int64_t given, Value* results, int64_t capacity, int64_t* count) {
  return guarded([&] {
    auto& op = *static_cast<Found*>(found);
    auto declared = static_cast<int64_t>(op.wanted.size());
    TORCH_CHECK(given <= declared, given, " arguments where ", declared, " are declared");
    static thread_local torch::jit::Stack room;
    // Taken and given back, so that a call within a call has room of its own.
    auto stack = std::move(room);
    for (int64_t i = 0; i < declared; i++) {
      auto& wanted = op.wanted[i];
      if (i < given && arguments[i].tag != Default) {
        stack.push_back(to_ivalue(arguments[i], wanted));
      } else {
        TORCH_CHECK(wanted.fallback, "the argument '", op.handle.schema().arguments()[i].name(), "' has no default");
        stack.push_back(*wanted.fallback);
      }
    }
    op.handle.callBoxed(stack);
    hand_out(stack, results, capacity, count);
    room = std::move(stack);
  });
}

EXPORT void attune_free(void* memory) { std::free(memory); }

// ---- tensors

EXPORT void attune_release(Impl* impl) { c10::intrusive_ptr<Impl, at::UndefinedTensorImpl>::reclaim(impl); }

EXPORT void attune_describe(Impl* impl, Info* info) {
  auto strided = impl->layout() == c10::kStrided;
  auto sizes = impl->sizes();
  info->data = strided && impl->has_storage() && impl->numel() > 0 ? compat::data(impl) : nullptr;
  info->sizes = sizes.data();
  info->strides = strided ? impl->strides().data() : nullptr;
  info->dimensions = static_cast<int64_t>(sizes.size());
  info->elements = impl->numel();
  info->type = static_cast<int32_t>(c10::typeMetaToScalarType(impl->dtype()));
  info->device = static_cast<int32_t>(impl->device().type());
  info->device_index = impl->device().index();
  info->strided = strided;
  info->requires_grad = impl->requires_grad();
  info->leaf = borrow(impl).is_leaf();
}

// A tensor over memory that the caller keeps alive until `freed(context)`.
EXPORT int32_t attune_wrap(void* data, const int64_t* sizes, int64_t dimensions, int32_t type, void (*freed)(void*), void* context, Impl** result) {
  return guarded([&] {
    auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(type));
    *result = own(at::from_blob(data, at::IntArrayRef(sizes, dimensions), [freed, context](void*) { freed(context); }, options));
  });
}

EXPORT int32_t attune_require_gradient(Impl* impl, int32_t required) {
  return guarded([&] { borrow(impl).set_requires_grad(required != 0); });
}

EXPORT int32_t attune_gradient(Impl* impl, Impl** gradient) {
  return guarded([&] { *gradient = own(at::Tensor(borrow(impl).grad())); });
}

EXPORT int32_t attune_set_gradient(Impl* impl, Impl* gradient) {
  return guarded([&] { borrow(impl).mutable_grad() = borrow(gradient); });
}

EXPORT int32_t attune_gradient_mode(int32_t enabled) {
  auto before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(enabled != 0);
  return before;
}

EXPORT int32_t attune_backward(Impl* const* roots, Impl* const* gradients, int64_t count, int32_t retain, int32_t create) {
  return guarded([&] { torch::autograd::backward(borrow(roots, count), borrow(gradients, count), retain != 0, create != 0); });
}

EXPORT int32_t attune_gradients(Impl* const* roots, Impl* const* gradients, int64_t count, Impl* const* inputs, int64_t wanted, int32_t retain, int32_t create, Impl** results) {
  return guarded([&] {
    auto found = torch::autograd::grad(borrow(roots, count), borrow(inputs, wanted), borrow(gradients, count), retain != 0, create != 0, true);
    for (int64_t i = 0; i < wanted; i++) results[i] = own(std::move(found[i]));
  });
}

// Within backward passes, whenever the gradient of a leaf is whole: what adds up its gradient is told to call `reached(context)` afterwards, on the thread that
// runs the pass. An answer other than 0 ends the pass with an error. The hook keeps the adder alive, which the leaf itself does not.
namespace {
struct Reached final : torch::autograd::FunctionPostHook {
  int32_t (*reached)(void*);
  void* context;
  Reached(int32_t (*reached)(void*), void* context) : reached(reached), context(context) {}
  torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs, const torch::autograd::variable_list&) override {
    TORCH_CHECK(reached(context) == 0, "what was to follow a gradient failed");
    return outputs;
  }
};

struct GradientHook {
  decltype(torch::autograd::impl::grad_accumulator(at::Tensor())) adder;
  uintptr_t key;
};
}  // namespace

EXPORT int32_t attune_hook_gradient(Impl* impl, int32_t (*reached)(void*), void* context, GradientHook** hook) {
  return guarded([&] {
    auto leaf = borrow(impl);
    TORCH_CHECK(leaf.is_leaf() && leaf.requires_grad(), "only a leaf that requires a gradient gets one");
    auto adder = torch::autograd::impl::grad_accumulator(leaf);
    auto key = adder->add_post_hook(std::make_unique<Reached>(reached, context));
    *hook = new GradientHook{std::move(adder), key};
  });
}

EXPORT void attune_unhook_gradient(GradientHook* hook) {
  hook->adder->del_post_hook(hook->key);
  delete hook;
}

EXPORT int32_t attune_generator_state(int32_t device, int32_t index, Impl** state) {
  return guarded([&] {
    auto generator = at::globalContext().defaultGenerator(c10::Device(static_cast<c10::DeviceType>(device), static_cast<c10::DeviceIndex>(index)));
    std::lock_guard<std::mutex> lock(generator.mutex());
    *state = own(generator.get_state());
  });
}

EXPORT int32_t attune_set_generator_state(int32_t device, int32_t index, Impl* state) {
  return guarded([&] {
    auto generator = at::globalContext().defaultGenerator(c10::Device(static_cast<c10::DeviceType>(device), static_cast<c10::DeviceIndex>(index)));
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(borrow(state));
  });
}

// ---- networks that were saved as TorchScript

EXPORT int32_t attune_script_load(const char* path, int32_t device, int32_t index, void** module) {
  return guarded([&] {
    auto loaded = torch::jit::load(path, c10::Device(static_cast<c10::DeviceType>(device), static_cast<c10::DeviceIndex>(index)));
    loaded.eval();
    *module = new torch::jit::Module(std::move(loaded));
  });
}

EXPORT int32_t attune_script_run(void* module, const char* method, Impl* const* arguments, int64_t given, Value* results, int64_t capacity, int64_t* count) {
  return guarded([&] {
    torch::jit::Stack inputs;
    for (auto& tensor : borrow(arguments, given)) inputs.emplace_back(tensor);
    auto result = static_cast<torch::jit::Module*>(module)->get_method(method)(std::move(inputs));
    torch::jit::Stack outputs;
    if (result.isTuple()) outputs = result.toTupleRef().elements().vec();
    else outputs.push_back(std::move(result));
    hand_out(outputs, results, capacity, count);
  });
}

EXPORT void attune_script_free(void* module) { delete static_cast<torch::jit::Module*>(module); }

// ---- collectives: rank 0 listens at host:port, all ranks meet there

namespace {
struct Peers {
  c10::intrusive_ptr<c10d::Store> store;
  c10::intrusive_ptr<compat::Group> group;
};

compat::Group& group_of(void* peers) { return *static_cast<Peers*>(peers)->group; }

template <class W>
void finish(const W& work) {
  TORCH_CHECK(work->wait(), "a collective operation did not end");
}
}  // namespace

EXPORT int32_t attune_peers_join(const char* backend, const char* host, int32_t port, const char* address, int32_t rank, int32_t world, int64_t timeout, void** peers) {
  return guarded([&] {
    c10d::TCPStoreOptions options;
    options.port = static_cast<uint16_t>(port);
    options.isServer = rank == 0;
    options.numWorkers = world;
    options.timeout = std::chrono::milliseconds(timeout);
    compat::without_libuv(options);
    auto joined = std::make_unique<Peers>();
    joined->store = c10::make_intrusive<c10d::TCPStore>(host, options);
    std::string kind = backend;
    (void)address;
#ifdef USE_C10D_GLOO
    if (kind == "gloo") {
      auto gloo = c10d::ProcessGroupGloo::Options::create();
      gloo->timeout = std::chrono::milliseconds(timeout);
      gloo->threads = 2;
      gloo->devices.push_back(*address ? c10d::ProcessGroupGloo::createDeviceForHostname(address) : c10d::ProcessGroupGloo::createDefaultDevice());
      joined->group = c10::make_intrusive<c10d::ProcessGroupGloo>(joined->store, rank, world, gloo);
    }
#endif
#ifdef USE_C10D_NCCL
    if (kind == "nccl") {
      auto nccl = c10d::ProcessGroupNCCL::Options::create();
      nccl->timeout = std::chrono::milliseconds(timeout);
      joined->group = c10::make_intrusive<c10d::ProcessGroupNCCL>(joined->store, rank, world, nccl);
    }
#endif
    TORCH_CHECK(joined->group, "this libtorch was built without the collective backend '", kind, "'");
    *peers = joined.release();
  });
}

EXPORT int32_t attune_peers_sum(void* peers, Impl* const* impls, int64_t count) {
  return guarded([&] {
    for (auto& tensor : borrow(impls, count)) {
      std::vector<at::Tensor> one{tensor};
      finish(group_of(peers).allreduce(one));
    }
  });
}

EXPORT int32_t attune_peers_broadcast(void* peers, Impl* const* impls, int64_t count, int32_t root) {
  return guarded([&] {
    for (auto& tensor : borrow(impls, count)) {
      std::vector<at::Tensor> one{tensor};
      c10d::BroadcastOptions options;
      options.rootRank = root;
      finish(group_of(peers).broadcast(one, options));
    }
  });
}

EXPORT int32_t attune_peers_barrier(void* peers) {
  return guarded([&] { finish(group_of(peers).barrier()); });
}

EXPORT void attune_peers_leave(void* peers) { delete static_cast<Peers*>(peers); }
