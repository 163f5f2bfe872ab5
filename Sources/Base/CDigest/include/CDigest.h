#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A way to compute the compression function of SHA-256 (FIPS 180-4, section 6.2.2).
enum __attribute__((enum_extensibility(closed))) SHA256Way {
    /// C, for every processor.
    SHA256WayPortable,
    /// The SHA instructions of x86.
    SHA256WayX86,
    /// The SHA2 instructions of ARMv8.
    SHA256WayARM,
};

/// Whether this processor has the way. Asking takes microseconds on a virtual machine: ask once a digest.
bool sha256_has(enum SHA256Way way);

/// Takes `count` blocks of 64 bytes into the eight words of `state`. The processor must have the way.
void sha256_compress(
    enum SHA256Way way, uint32_t *_Nonnull state, const unsigned char *_Nonnull blocks, size_t count);
