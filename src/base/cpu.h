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
#elif defined __x86_64__
static inline bool cpu_has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}
#endif

#endif
