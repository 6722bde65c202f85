/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading and writing numbers share. Private to number.c and number_write.c. */
#ifndef BASE_NUMBER_INTERNAL_H
#define BASE_NUMBER_INTERNAL_H

#include <locale.h>

#include "base/number.h"

enum { EXACT_POWER = 22 }; /* 10^22 is the largest power of ten that is a double */
extern const double number_power[EXACT_POWER + 1];

#define EXACT_WHOLE (UINT64_C(1) << 53)

/* The C locale, which strtod and printf are to follow. */
locale_t number_locale(void);

#endif
