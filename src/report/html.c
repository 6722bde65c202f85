/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Grids as one page that can be mailed, archived and printed: its style is in
 * it, it fetches nothing and runs nothing (and says so to the browser, should a
 * cell ever try), and every cell is escaped. Colors are written out, not as
 * variables, since mail readers know less than browsers.
 */
#include "report/form.h"
#include "report/glyph.h"

static const char page_head[] = "<!DOCTYPE html>\n"
				"<html lang=\"en\">\n"
				"<head>\n"
				"<meta charset=\"utf-8\">\n"
				"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
				"<meta name=\"color-scheme\" content=\"light dark\">\n"
				"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
				"style-src 'unsafe-inline'\">\n"
				"<title>";

static const char page_style[] =
	"</title>\n"
	"<style>\n"
	"body{margin:0 auto;padding:2.5rem 1.5rem;max-width:72rem;background:#fff;color:#1c2128;"
	"font:15px/1.5 -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}\n"
	"section{margin:0 0 2.75rem}\n"
	"h1{margin:0 0 .75rem;font-size:1.3rem;font-weight:650;line-height:1.3}\n"
	"h2{margin:0 0 .6rem;font-size:1.05rem;font-weight:650;line-height:1.3}\n"
	".wide{overflow-x:auto}\n"
	"table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
	"th,td{padding:.42rem 1.4rem .42rem 0;text-align:left;vertical-align:top;border-bottom:1px solid "
	"#e3e6ea}\n"
	"th{font-size:.86rem;font-weight:600;color:#57606a;white-space:nowrap;vertical-align:bottom;"
	"border-bottom:1px solid #8c959f}\n"
	"td{max-width:34rem;overflow-wrap:break-word}\n"
	"th:last-child,td:last-child{padding-right:0}\n"
	".n{text-align:right;white-space:nowrap}\n"
	/* The blocks overlap a little: fonts leave seams between them. Their line is as high as the row's
	   text. */
	".bar{color:#3b6ea8;white-space:pre;font-size:.8em;line-height:1.875;letter-spacing:-.05em;"
	"font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace}\n"
	".good{color:#1a7f37;font-weight:600}\n"
	".bad{color:#b3261e;font-weight:600}\n"
	".dim{color:#6e7781}\n"
	".note{margin:.7rem 0 0;color:#57606a;font-size:.86rem;max-width:44rem}\n"
	"@media (prefers-color-scheme:dark){\n"
	"body{background:#14171b;color:#e3e6ea}\n"
	"th,td{border-bottom-color:#2b3138}\n"
	"th{color:#9aa4af;border-bottom-color:#59636e}\n"
	".bar{color:#79aee6}\n"
	".good{color:#57c273}\n"
	".bad{color:#ff8a80}\n"
	".dim,.note{color:#9aa4af}\n"
	"}\n"
	"@media print{\n"
	"body{padding:0;max-width:none;background:#fff;color:#000;font-size:10pt}\n"
	".wide{overflow:visible}\n"
	"thead{display:table-header-group}\n"
	"tr{break-inside:avoid}\n"
	"h1,h2{break-after:avoid}\n"
	"th,td{border-bottom-color:#bbb}\n"
	"th{color:#333}\n"
	".bar{color:#333}.good{color:#145a28}.bad{color:#8c1d18}.dim,.note{color:#444}\n"
	"}\n"
	"</style>\n"
	"</head>\n"
	"<body>\n";

static void ascii(struct buf *out, struct str whole, const char *at)
{
	(void)whole;
	switch (*at) {
	case '&':
		buf_str(out, STR("&amp;"));
		break;
	case '<':
		buf_str(out, STR("&lt;"));
		break;
	case '>':
		buf_str(out, STR("&gt;"));
		break;
	case '"':
		buf_str(out, STR("&quot;"));
		break;
	case '\'':
		buf_str(out, STR("&#39;"));
		break;
	default:
		buf_char(out, *at);
	}
}

static void text(struct buf *out, struct str s)
{
	glyph_markup(out, s, ascii);
}

static void html_open(const struct page *page)
{
	struct str title = page->n ? page->grid[0]->title : STR_NONE;

	buf_str(page->out, str_from(page_head));
	text(page->out, title.n ? title : STR("Leadpipe report"));
	buf_str(page->out, str_from(page_style));
}

/* ` class="n good"`, or nothing. */
static void class(struct buf *out, const struct grid_column *column, enum tone tone)
{
	static const char *const name[] = {
		[TONE_PLAIN] = "", [TONE_GOOD] = "good", [TONE_BAD] = "bad", [TONE_DIM] = "dim"
	};
	const char *shape = column->picture ? "bar" : column->align == ALIGN_RIGHT ? "n" : "";

	if (*shape || *name[tone])
		buf_print(out, " class=\"%s%s%s\"", shape, *shape && *name[tone] ? " " : "", name[tone]);
}

static void html_head(const struct page *page, struct grid *g)
{
	struct buf *out = page->out;
	char level = page->at ? '2' : '1';

	buf_str(out, STR("<section>\n"));
	if (g->title.n) {
		buf_print(out, "<h%c>", level);
		text(out, g->title);
		buf_print(out, "</h%c>\n", level);
	}
	buf_str(out, STR("<div class=\"wide\">\n<table>\n<thead>\n<tr>"));
	for (size_t c = 0; c < g->columns; c++) {
		buf_str(out, STR("<th scope=\"col\""));
		if (g->column[c].align == ALIGN_RIGHT)
			buf_str(out, STR(" class=\"n\""));
		buf_char(out, '>');
		text(out, g->column[c].head);
		buf_str(out, STR("</th>"));
	}
	buf_str(out, STR("</tr>\n</thead>\n<tbody>\n"));
}

static void html_rows(const struct page *page, struct grid *g)
{
	for (size_t row = 0; row < g->rows; row++) {
		buf_str(page->out, STR("<tr>"));
		for (size_t c = 0; c < g->columns; c++) {
			buf_str(page->out, STR("<td"));
			class(page->out, &g->column[c], grid_tone_at(g, row, c));
			buf_char(page->out, '>');
			text(page->out, grid_at(g, row, c));
			buf_str(page->out, STR("</td>"));
		}
		buf_str(page->out, STR("</tr>\n"));
	}
	g->written += g->rows;
}

static void html_tail(const struct page *page, struct grid *g)
{
	buf_str(page->out, STR("</tbody>\n</table>\n</div>\n"));
	if (g->note.n) {
		buf_str(page->out, STR("<p class=\"note\">"));
		text(page->out, g->note);
		buf_str(page->out, STR("</p>\n"));
	}
	buf_str(page->out, STR("</section>\n"));
}

static void html_close(const struct page *page)
{
	buf_str(page->out, STR("</body>\n</html>\n"));
}

const struct form form_html = {
	.open = html_open, .head = html_head, .rows = html_rows, .tail = html_tail, .close = html_close
};
