/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Countries by what people call them: the codes of ISO 3166 (de, DEU), the names in the languages that ICU
 * knows and that business is done in (Germany, Deutschland, Allemagne, ドイツ), and what else is typed (USA,
 * U.K., Holland).
 */
#ifndef BASE_COUNTRY_H
#define BASE_COUNTRY_H

#include <stdint.h>

#include "base/buf.h"

/* A country is its code of two letters, as a number: COUNTRY('D', 'E'). */
#define COUNTRY(a, b) (((a) - 'A') * 26 + (b) - 'A')
enum { COUNTRIES = 26 * 26, COUNTRY_NONE = -1 };

/* COUNTRY_NONE: nobody calls a country so. The scratch is written behind what it holds. The first call of a
 * name that is not two letters reads the names in English, the first that is not among them those in other
 * languages: some milliseconds. Any number of threads may call. */
int country_of(struct str name, struct buf *scratch);

#endif
