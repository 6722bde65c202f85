/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See prose.h. */
#include "report/prose.h"

#include "report/document.h"
#include "report/form.h"
#include "report/markup.h"

/* ---- texts ---- */

static struct str before_mark(struct str *rest, char mark)
{
	const char *at = rest->n ? memchr(rest->p, mark, rest->n) : NULL;
	size_t n = at ? (size_t)(at - rest->p) : rest->n;
	struct str piece = str_slice(*rest, 0, n);

	*rest = str_slice(*rest, at ? n + 1 : n, rest->n);
	return piece;
}

static void plain(const struct prose *p, struct str s)
{
	if (p->html)
		markup_text(p->out, s);
	else
		markdown_text(p->out, s);
}

/* A term that is not ended ends with the text. */
static void text(const struct prose *p, struct str s)
{
	while (s.n) {
		plain(p, before_mark(&s, *TERM));
		struct str term = s.n ? before_mark(&s, *TERM_END) : STR("");
		if (!term.n)
			continue;
		buf_str(p->out, p->html ? STR("<em>") : STR("*"));
		plain(p, term);
		buf_str(p->out, p->html ? STR("</em>") : STR("*"));
	}
}

static void end_list(struct prose *p)
{
	if (p->list)
		buf_str(p->out, !p->html ? STR("\n") : p->list == STEPS ? STR("</ol>\n") : STR("</ul>\n"));
	p->list = NO_LIST;
}

static void block(struct prose *p, const char *element, const char *mark, struct str s)
{
	end_list(p);
	if (p->html)
		buf_print(p->out, "<%s>", element);
	else
		buf_print(p->out, "%s", mark);
	text(p, s);
	if (p->html)
		buf_print(p->out, "</%s>\n", element);
	else
		buf_str(p->out, STR("\n\n"));
}

/* ---- pieces ---- */

void prose_open(struct prose *p, struct buf *out, enum format format, struct str title, struct str subtitle)
{
	*p = (struct prose){ .out = out, .html = format == FORMAT_HTML };
	if (p->html) {
		document_open(out, title, subtitle);
		return;
	}
	block(p, "", "# ", title);
	block(p, "", "", subtitle);
}

void prose_close(struct prose *p)
{
	end_list(p);
	if (p->html)
		document_close(p->out);
}

void prose_heading(struct prose *p, struct str s)
{
	block(p, "h2", "## ", s);
}

void prose_small_heading(struct prose *p, struct str s)
{
	block(p, "h3", "### ", s);
}

void prose_text(struct prose *p, struct str s)
{
	block(p, "p", "", s);
}

void prose_item(struct prose *p, size_t step, struct str s)
{
	bool begins = p->list != (step ? STEPS : ITEMS) || step == 1;

	if (begins) {
		end_list(p);
		p->list = step ? STEPS : ITEMS;
	}
	if (p->html)
		buf_str(p->out, !begins ? STR("<li>") : step ? STR("<ol>\n<li>") : STR("<ul>\n<li>"));
	else if (step)
		buf_print(p->out, "%zu. ", step);
	else
		buf_str(p->out, STR("- "));
	text(p, s);
	buf_str(p->out, p->html ? STR("</li>\n") : STR("\n"));
}

void prose_grid(struct prose *p, const struct grid *g)
{
	end_list(p);
	if (p->html) {
		document_grid(p->out, g, false);
		return;
	}
	grids_write(p->out, &g, 1, FORMAT_MARKDOWN, (struct look){ .utf8 = true });
	buf_char(p->out, '\n');
}

static void row_of_lines(const struct prose *p, const char *label, size_t parties)
{
	buf_print(p->out, p->html ? "<tr><th scope=\"row\">%s</th>" : "| %s |", label);
	for (size_t i = 0; i < parties; i++)
		buf_str(p->out, p->html ? STR("<td></td>") : STR(" |"));
	buf_str(p->out, p->html ? STR("</tr>\n") : STR("\n"));
}

void prose_signatures(struct prose *p, struct str heading, struct str s, const char *const *party,
		      size_t parties, const char *const *label, size_t labels)
{
	end_list(p);
	if (p->html)
		buf_str(p->out, STR("<section class=\"signatures\">\n"));
	prose_heading(p, heading);
	prose_text(p, s);
	buf_str(p->out, p->html ? STR("<table>\n<caption class=\"aside\">Signatures</caption>\n<tr><td></td>")
				: STR("| |"));
	for (size_t i = 0; i < parties; i++)
		buf_print(p->out, p->html ? "<th scope=\"col\">%s</th>" : " %s |", party[i]);
	buf_str(p->out, p->html ? STR("</tr>\n") : STR("\n| --- |"));
	for (size_t i = 0; !p->html && i < parties; i++)
		buf_str(p->out, STR(" --- |"));
	buf_str(p->out, p->html ? STR("") : STR("\n"));
	for (size_t i = 0; i < labels; i++)
		row_of_lines(p, label[i], parties);
	buf_str(p->out, p->html ? STR("</table>\n</section>\n") : STR(""));
}
