/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See card.h. */
#include "review/card.h"

struct cards {
	const struct handing *handing;
	struct card card;
};

struct cards *cards_bind(struct names *n, const struct handing *h, struct scoring *s)
{
	struct cards *c = ARENA_NEW(&names_program(n)->arena, struct cards);

	(void)s;
	c->handing = h;
	return c;
}

const struct card *cards_read(struct cards *c, struct frame *f)
{
	bool nameless;

	handing_of(c->handing, f, &c->card.hand_over, &nameless);
	return &c->card;
}

bool cards_have(const struct cards *c, size_t member_offset)
{
	(void)c, (void)member_offset;
	return true;
}

size_t cards_asks(const struct cards *c, const struct str **head)
{
	(void)c, (void)head;
	return 0;
}
