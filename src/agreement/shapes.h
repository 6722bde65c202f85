/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreements with a fold of what well-known systems export, each under the name of a shape. */
#ifndef AGREEMENT_SHAPES_H
#define AGREEMENT_SHAPES_H

#include "base/str.h"

#define SHAPE_FIRST "salesforce-history"
#define SHAPE_NAMES SHAPE_FIRST " hubspot-history marketo-activities events"

/* A text that stands for a file, and what messages call it. */
struct named_text {
	const char *name; /* NULL: there is none */
	struct str body;
};

/* By its place among the names. */
struct named_text agreement_shape(size_t which);

#endif
