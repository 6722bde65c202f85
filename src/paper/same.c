/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of an export are of one lead, and what is then known of it. */
#include "paper/telling.h"

/* "the mail address, without the dots before the @" */
static struct str part(struct paper *p, const struct same_part *part)
{
	static const char *const ignored[2][2] = {
		{ "", ", without what stands between a plus sign and the @" },
		{ ", without the dots before the @",
		  ", without the dots before the @ and what stands between a plus sign and the @" },
	};

	switch (part->of) {
	case SAME_EMAIL:
		return arena_print(&p->arena, "the " TERM "mail address" TERM_END "%s",
				   ignored[part->dots][part->tags]);
	case SAME_DOMAIN:
		return STR("the domain of the " TERM "mail address" TERM_END
			   ", unless it is one where anybody can have a mailbox");
	case SAME_PHONE:
		return STR("the " TERM "phone number" TERM_END
			   ", by its digits, which begin with the code of the country");
	case SAME_NAME:
		return STR("the " TERM "name" TERM_END
			   ", by its words in any order, of which one may be an initial");
	case SAME_COMPANY:
		return STR("the " TERM "company" TERM_END ", by its words without the legal form");
	case SAME_VALUE:
		break;
	}
	return arena_print(&p->arena, "%.*s, as it is written", STR_ARG(noun(p, part->value)));
}

static void tell_key(struct paper *p, size_t n, const struct same_key *key)
{
	struct str all = STR("");

	for (size_t i = 0; i < key->parts.n; i++)
		all = arena_print(&p->arena, "%.*s%s%.*s", STR_ARG(all), i ? "; and with it " : "",
				  STR_ARG(part(p, &key->parts.at[i])));
	step(p, n, "%.*s%s", STR_ARG(all), key->any_name ? "; whatever the names are" : "");
}

static void tell_keys(struct paper *p, const struct same_lead *s)
{
	bool own = agreement_find(p->agreement, NAMED_FIELD, STR("name")) != SIZE_MAX, any = false;
	const char *name = own ? "the " TERM "full name" TERM_END "; where that is not known, the " TERM
				 "first name" TERM_END " with the " TERM "last name" TERM_END
			       : "the " TERM "first name" TERM_END " with the " TERM "last name" TERM_END
				 "; where neither is known, the " TERM "full name" TERM_END;

	say(p,
	    "Two rows of the export are of one lead if one of these is the same in both. So are all rows "
	    "that such pairs join in a chain. Capital or small letters and accents make no difference. "
	    "The " TERM "name" TERM_END " is %s.",
	    name);
	for (size_t i = 0; i < s->keys.n; i++) {
		tell_key(p, i + 1, &s->keys.at[i]);
		any |= s->keys.at[i].any_name;
	}
	say(p,
	    "What stands under more than %.*s different %s joins no rows, unless the name goes with it. Nor "
	    "does a mailbox that many share, such as info@ or sales@, or a phone number that only fills "
	    "the cell. Rows whose names have no word in common are not joined%s.",
	    STR_ARG(number(p, (double)s->most_names)), s->most_names == 1 ? "name" : "names",
	    any ? ", except where a line says so" : "");
	if (s->apart.n)
		say(p,
		    "Never of one lead are rows in which this is known and differs: %.*s. Where two "
		    "lines would bring such rows together, the first line counts.",
		    STR_ARG(nouns(p, s->apart.at, s->apart.n)));
}

/* ---- what is known of the lead ---- */

static struct str kept_cell(struct paper *p, const struct same_keep *k)
{
	struct str order = k->by ? arena_print(&p->arena, "in the order of %.*s", STR_ARG(noun(p, k->by)))
				 : STR("in the order of the export");

	switch (k->rule) {
	case KEEP_FIRST:
		return arena_print(&p->arena, "the first that is known, %.*s", STR_ARG(order));
	case KEEP_LAST:
		return arena_print(&p->arena, "the last that is known, %.*s", STR_ARG(order));
	case KEEP_MIN:
		return STR("the least");
	case KEEP_MAX:
		return STR("the greatest");
	case KEEP_ANY_YES:
		return STR("yes, if one row has a yes");
	case KEEP_LIST:
		break;
	}
	return STR("all of them in a list, each once");
}

static void tell_kept(struct paper *p, const struct same_lead *s)
{
	bool id = false, rest = false;

	say(p, "Of such rows one row is made. In it stands:");
	for (size_t i = 0; i < s->keeps.n; i++) {
		const struct same_keep *k = &s->keeps.at[i];
		item(p, "%.*s: %.*s", STR_ARG(k->column ? noun(p, k->column) : STR("every other column")),
		     STR_ARG(kept_cell(p, k)));
		rest |= !k->column;
		id |= k->column && str_same(k->column->text, STR("id"));
	}
	if (!rest)
		item(p,
		     "every other column: the first that is known, in the order of the export (the agreement "
		     "says nothing else)");
	if (!id)
		item(p, "the " TERM "lead id" TERM_END
			": the one by which the lead is known already; else that of the "
			"row created first");
}

void tell_same(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->sames.n; i++) {
		tell_keys(p, &a->sames.at[i]);
		tell_kept(p, &a->sames.at[i]);
	}
}
