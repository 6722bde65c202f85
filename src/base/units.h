/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times and spans are whole microseconds; these are the units that people name. */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include <stdint.h>

#define SECOND_US INT64_C(1000000)
#define HOUR_US	  (3600 * SECOND_US)
#define DAY_US	  (86400 * SECOND_US)

#endif
