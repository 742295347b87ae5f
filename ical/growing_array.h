// ical/growing_array.h - an array of plain records that grows where it is. Internal to document.h.
//
// std::vector holds the old and the new elements at the same time whenever it grows, and a Document
// is nearly all arrays: the most memory it ever takes would be twice what it keeps. A large array
// has pages of its own, which the system moves without their bytes: it grows by small steps, and
// nothing has to be estimated beforehand.
#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

namespace plazo::ical {

/// Blocks of at least so many bytes have pages of their own.
inline constexpr std::size_t paged_bytes_min = 256 * 1024;

/// The block of `from` bytes with room for `to`, and what it held as far as that goes; none for 0
/// bytes. Throws std::bad_alloc and leaves it as it was.
void* resize_block(void* block, std::size_t from, std::size_t to);

template <class T>
class GrowingArray {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    GrowingArray() = default;
    GrowingArray(const GrowingArray& other) {
        reserve(other.size_);
        if (other.size_ != 0) std::memcpy(data_, other.data_, other.size_ * sizeof(T));
        size_ = other.size_;
    }
    GrowingArray(GrowingArray&& other) noexcept { swap(other); }
    GrowingArray& operator=(GrowingArray other) noexcept {
        swap(other);
        return *this;
    }
    ~GrowingArray() { set_capacity(0); }

    std::size_t size() const { return size_; }
    std::size_t capacity() const { return capacity_; }
    bool empty() const { return size_ == 0; }
    const T* data() const { return data_; }
    T* data() { return data_; }
    const T& operator[](std::size_t i) const { return data_[i]; }
    T& operator[](std::size_t i) { return data_[i]; }

    void push_back(const T& element) {
        if (size_ == capacity_) grow(1);
        data_[size_++] = element;
    }
    void append(const T* elements, std::size_t count) {
        if (count == 0) return;
        if (capacity_ - size_ < count) grow(count);
        std::memcpy(data_ + size_, elements, count * sizeof(T));
        size_ += count;
    }
    /// append() for what is mostly shorter than 80 bytes: it copies so much, without a look at how
    /// many are wanted, where that can be read.
    void append_short(const T* elements, std::size_t count,
                      const T* readable_end) requires(sizeof(T) == 1) {
        constexpr std::size_t copied = 80;
        if (count > copied || static_cast<std::size_t>(readable_end - elements) < copied) {
            append(elements, count);
            return;
        }
        if (capacity_ - size_ < copied) grow(copied);
        std::memcpy(data_ + size_, elements, copied);
        size_ += count;
    }
    /// Makes room for so many more behind the last, so that the next ones move nothing.
    void make_room(std::size_t count) {
        if (capacity_ - size_ < count) grow(count);
    }
    /// Counts as elements what was written where there is room.
    void take_room(std::size_t count) { size_ += count; }
    void reserve(std::size_t count) {
        if (count > capacity_) set_capacity(count);
    }
    /// Takes away what stands from `size` on.
    void cut(std::size_t size) { size_ = size; }
    void clear() { size_ = 0; }
    /// Gives back what is not needed.
    void shrink_to_fit() {
        if (capacity_ != size_) set_capacity(size_);
    }

  private:
    [[gnu::noinline]] void grow(std::size_t count) {
        const std::size_t needed = size_ + count;
        const bool paged = capacity_ * sizeof(T) >= paged_bytes_min;
        const std::size_t grown = capacity_ + capacity_ / (paged ? 8 : 1);
        set_capacity(needed < grown ? grown : needed);
    }
    void set_capacity(std::size_t capacity) {
        data_ = static_cast<T*>(resize_block(data_, capacity_ * sizeof(T), capacity * sizeof(T)));
        capacity_ = capacity;
    }
    void swap(GrowingArray& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

    T* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace plazo::ical
