/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shapes, embedded as they are: see shapes.h. */
#include "agreement/shapes.h"

#include "base/embed.h"

EMBED(shape_salesforce, "agreement/shape_salesforce.agreement");
EMBED(shape_hubspot, "agreement/shape_hubspot.agreement");
EMBED(shape_marketo, "agreement/shape_marketo.agreement");
EMBED(shape_events, "agreement/shape_events.agreement");

struct named_text agreement_shape(size_t which)
{
	const struct named_text shapes[] = {
		{ "salesforce-history", EMBEDDED(shape_salesforce) },
		{ "hubspot-history", EMBEDDED(shape_hubspot) },
		{ "marketo-activities", EMBEDDED(shape_marketo) },
		{ "events", EMBEDDED(shape_events) },
	};

	return shapes[which];
}
