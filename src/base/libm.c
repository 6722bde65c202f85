/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The functions of libm that the compiler does not do itself, under their own names. To map the library
 * costs a twentieth of what a small file takes, and few runs need one of them: it is opened then.
 */
#include <math.h>

#ifdef __GLIBC__ /* elsewhere they are in the C library, or the linker finds them */
#include <gnu/lib-names.h>
#include <pthread.h>

#include "base/library.h"

#define FUNCTIONS(X) X(erfc) X(exp) X(exp2) X(lgamma) X(log) X(pow)

static struct {
	FUNCTIONS(LIBRARY_MEMBER)
} libm;

static void load(void)
{
	LIBRARY_LOAD(libm, FUNCTIONS, .file = LIBM_SO, .need = "a figure is computed",
		     .knows = "the C library's", .package = "libc6");
}

static void need(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
}

#define OF_ONE(function)                 \
	double function(double x)        \
	{                                \
		need();                  \
		return libm.function(x); \
	}
OF_ONE(erfc)
OF_ONE(exp)
OF_ONE(exp2)
OF_ONE(lgamma)
OF_ONE(log)

double pow(double x, double y)
{
	need();
	return libm.pow(x, y);
}

/* To the nearest, and what is between two away from zero. */
long lround(double x)
{
	long whole = (long)x;
	double rest = x - (double)whole;

	return whole + (rest >= 0.5) - (rest <= -0.5);
}

long long llround(double x)
{
	return lround(x);
}

/* What is no number yields. */
double fmax(double x, double y)
{
	return x > y || isnan(y) ? x : y;
}

double fmin(double x, double y)
{
	return x < y || isnan(y) ? x : y;
}
#endif
