/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door to ICU, which knows what characters are. Loading it takes longer than most runs (it brings the C++
 * library along), and a text in ASCII never asks, so it is loaded when the first other character is met.
 */
#ifndef BASE_ICU_H
#define BASE_ICU_H

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/library.h"

/* The functions that are called. ICU's headers rename each to the one of their own version. */
#define ICU_FUNCTIONS(X)            \
	X(u_tolower)                \
	X(u_getCombiningClass)      \
	X(u_hasBinaryProperty)      \
	X(u_charType)               \
	X(u_isUWhiteSpace)          \
	X(u_getIntPropertyValue)    \
	X(unorm2_getNFCInstance)    \
	X(unorm2_getNFDInstance)    \
	X(unorm2_getDecomposition)  \
	X(unorm2_hasBoundaryBefore) \
	X(unorm2_normalize)         \
	X(u_strToUTF8)              \
	X(utf8_prevCharSafeBody) X(uloc_getDisplayCountry) X(uloc_getISOCountries) X(uloc_getISO3Country)

struct icu {
	ICU_FUNCTIONS(LIBRARY_MEMBER)
};

/* Loaded by the first call, of whatever thread. Where there is no library the program ends with exit 2 and
 * says which. */
const struct icu *icu(void);

#endif
