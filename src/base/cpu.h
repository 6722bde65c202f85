/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the processor can do beyond its family. The C library asked it when the program was loaded; to ask
 * again, as the compiler's __builtin_cpu_supports would before main, takes longer than to read a small
 * agreement where a virtual machine traps the question.
 */
#ifndef BASE_CPU_H
#define BASE_CPU_H

#include <stdbool.h>

#if defined __x86_64__ && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>

static inline bool cpu_has_avx2(void) /* and what comes with it */
{
	return CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(BMI1) && CPU_FEATURE_ACTIVE(BMI2) &&
	       CPU_FEATURE_ACTIVE(POPCNT);
}

/* And what came with its second generation: the first ran slower where it was used. */
static inline bool cpu_has_avx512(void)
{
	return cpu_has_avx2() && CPU_FEATURE_ACTIVE(AVX512BW) && CPU_FEATURE_ACTIVE(AVX512_VBMI2);
}
#elif defined __x86_64__
static inline bool cpu_has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

static inline bool cpu_has_avx512(void)
{
	return cpu_has_avx2() && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
}
#else
static inline bool cpu_has_avx512(void)
{
	return false;
}
#endif

/*
 * A function whose loop the compiler makes twice of one body, in steps of 16 bytes for all machines and in
 * steps of 32 for those with AVX2. The body is CPU_LOOP `name`_body, with the same parameters:
 *     CPU_LOOP void add_body(const double *x, size_t n, double *sum) { … }
 *     CPU_BOTH(void, add, (const double *x, size_t n, double *sum), (x, n, sum))
 */
#define CPU_LOOP static inline __attribute__((always_inline))
#if defined __x86_64__
#define CPU_BOTH(type, name, parameters, arguments)                                      \
	static __attribute__((noinline)) type name##_by_16 parameters                    \
	{                                                                                \
		return name##_body arguments;                                            \
	}                                                                                \
	static __attribute__((noinline, target("avx2"))) type name##_by_32 parameters    \
	{                                                                                \
		return name##_body arguments;                                            \
	}                                                                                \
	static type name parameters                                                      \
	{                                                                                \
		return cpu_has_avx2() ? name##_by_32 arguments : name##_by_16 arguments; \
	}
#else
#define CPU_BOTH(type, name, parameters, arguments) \
	static type name parameters                 \
	{                                           \
		return name##_body arguments;       \
	}
#endif

#endif
