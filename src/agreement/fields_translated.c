/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers in another language than English. Whatever English says comes first. */
#include "agreement/fields_internal.h"

#include "base/cell.h"

enum { FEW_TOLD = 3 };

#define ENGLISH                                                                                            \
	"; the words that the built-in agreement looks for in cells are English: write yours into a copy " \
	"(leadscore --print-agreement > our.agreement), which -a takes"

/* What each column is in English; which is looked up once something wasn't found. */
static void translate(struct names *n)
{
	n->translated = ARENA_ARRAY(n->arena, n->headers.n + 1, struct translation);
	for (size_t i = 0; i < n->headers.n; i++)
		n->translated[i] = translation_of(loose_text(n->headers.name[i], &n->headers.loose));
}

size_t field_translated(struct names *n, const char *field, struct str *language)
{
	if (!n->translated)
		translate(n);
	for (size_t i = 0; i < n->headers.n; i++)
		if (str_eq(n->translated[i].field, str_from(field))) {
			*language = n->translated[i].language;
			return i;
		}
	return SIZE_MAX;
}

/* None of them is read, but those beside them are likely filled in that language, too. */
static void tell_unused(const struct names *n)
{
	const struct translation *t = n->translated, *least = NULL; /* of the fewest languages */
	size_t many = 0;

	for (size_t i = 0; t && i < n->headers.n; i++) {
		many += t[i].field.n > 0;
		if (t[i].field.n && (!least || t[i].language.n < least->language.n))
			least = &t[i];
	}
	if (many > 1)
		diag_note(n->diags, "headers in %.*s, such as '%.*s'" ENGLISH, STR_ARG(least->language),
			  STR_ARG(n->headers.name[least - t]));
}

void names_tell_translated(const struct names *n)
{
	struct buf words = { 0 };
	struct str language = STR("");
	size_t told = 0;

	for (size_t i = 0; i < n->nentries; i++) {
		const struct entry *e = &n->entries[i];
		if (e->how != FOUND_TRANSLATED || !e->used || !e->used->where->known)
			continue;
		if (told++ < FEW_TOLD)
			buf_print(&words, "%s'%.*s' is %.*s", told > 1 ? ", " : "", STR_ARG(e->binding.label),
				  STR_ARG(e->name));
		language = !language.n || e->by.n < language.n ? e->by : language; /* or several */
	}
	if (told > FEW_TOLD)
		buf_print(&words, " and %zu more", told - FEW_TOLD);
	if (told)
		diag_note(n->diags, "headers in %.*s: %.*s" ENGLISH, STR_ARG(language),
			  STR_ARG(buf_view(&words)));
	else if (n->agreement->text->known)
		tell_unused(n);
	buf_release(&words);
}
