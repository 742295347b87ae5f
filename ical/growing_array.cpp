#include "ical/growing_array.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace plazo::ical {

namespace {

#ifdef __linux__

constexpr bool has_pages = true;

void* new_pages(std::size_t bytes) {
    void* block = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return block == MAP_FAILED ? nullptr : block;
}
void* resize_pages(void* block, std::size_t from, std::size_t to) {
    void* moved = mremap(block, from, to, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? nullptr : moved;
}
void free_pages(void* block, std::size_t bytes) {
    munmap(block, bytes);
}

#else

constexpr bool has_pages = false;

void* new_pages(std::size_t) {
    return nullptr;
}
void* resize_pages(void*, std::size_t, std::size_t) {
    return nullptr;
}
void free_pages(void*, std::size_t) {}

#endif

bool is_paged(std::size_t bytes) {
    return has_pages && bytes >= paged_bytes_min;
}

void free_block(void* block, std::size_t bytes) {
    if (is_paged(bytes)) {
        free_pages(block, bytes);
    } else {
        std::free(block);
    }
}

}  // namespace

void* resize_block(void* block, std::size_t from, std::size_t to) {
    if (to == 0) {
        free_block(block, from);
        return nullptr;
    }
    void* resized = nullptr;
    if (is_paged(from) == is_paged(to)) {
        resized = is_paged(to) ? resize_pages(block, from, to) : std::realloc(block, to);
    } else if ((resized = is_paged(to) ? new_pages(to) : std::malloc(to)) != nullptr) {
        if (from != 0) std::memcpy(resized, block, std::min(from, to));
        free_block(block, from);
    }
    if (resized == nullptr) throw std::bad_alloc{};
    return resized;
}

}  // namespace plazo::ical
