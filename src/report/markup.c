/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page that can be mailed, archived and printed: its style is in it, it
 * fetches nothing and runs nothing (and says so to the browser, should a cell
 * ever try), and every text is escaped. Colors are written out, not as
 * variables, since mail readers know less than browsers. Pictures bring their
 * colors by light along as attributes; what stands here is their dark ones.
 */
#include "report/markup.h"

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
	"main{margin:0 auto;max-width:56rem}\n"
	"header{margin:0 0 2rem;padding:1rem 0 0;border-top:3px solid #1c2128}\n"
	"section{margin:0 0 2.75rem}\n"
	"h1{margin:0 0 .75rem;font-size:1.3rem;font-weight:650;line-height:1.3}\n"
	"h2{margin:2.75rem 0 .6rem;font-size:1.05rem;font-weight:650;line-height:1.3}\n"
	"header h1{margin:0;font-size:1.7rem;line-height:1.2;letter-spacing:-.01em}\n"
	"header p{margin:.35rem 0 0;color:#57606a}\n"
	".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1.75rem 1.5rem;"
	"margin:0 0 2.75rem}\n"
	".tiles div{padding:.6rem 0 0;border-top:1px solid #8c959f}\n"
	"dt{font-size:.86rem;font-weight:600;color:#57606a}\n"
	"h1,h2,figcaption,dt,dd{overflow-wrap:anywhere}\n"
	"dd{margin:0;font-size:.86rem;line-height:1.4}\n"
	"dd.figure{margin:.1rem 0 .35rem;font-size:2.5rem;line-height:1.15;letter-spacing:-.02em;"
	"font-weight:600;font-variant-numeric:tabular-nums}\n"
	".figure small{font-size:1.05rem;font-weight:400;letter-spacing:0}\n"
	"figure{margin:1.75rem 0 0}\n"
	"figcaption{margin:0 0 .5rem;font-size:.86rem;font-weight:600;color:#57606a}\n"
	"svg{display:block;font-variant-numeric:tabular-nums}\n"
	"svg.slim{display:none}\n"
	"details{margin:.9rem 0 0}\n"
	"summary{cursor:pointer;width:fit-content;font-size:.86rem;color:#57606a}\n"
	"details .wide{margin:.5rem 0 0}\n"
	".wide{overflow-x:auto}\n"
	"table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}\n"
	"th,td{padding:.42rem .95rem .42rem 0;text-align:left;vertical-align:top;border-bottom:1px solid "
	"#e3e6ea}\n"
	"th{font-size:.86rem;font-weight:600;color:#57606a;white-space:nowrap;vertical-align:bottom;"
	"border-bottom:1px solid #8c959f}\n"
	/* A date or a figure is read in one piece. */
	"td{white-space:nowrap}\n"
	"td.long{white-space:normal;min-width:7rem;max-width:34rem;overflow-wrap:break-word}\n"
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
	/* A picture is there twice: see picture.h. */
	"@media screen and (max-width:640px){\n"
	"body{padding:1.5rem 1rem}\n"
	"svg.broad{display:none}\n"
	"svg.slim{display:block}\n"
	"}\n"
	"@media screen and (prefers-color-scheme:dark){\n"
	"body{background:#14171b;color:#e3e6ea}\n"
	"header{border-top-color:#e3e6ea}\n"
	"th,td{border-bottom-color:#2b3138}\n"
	"th,dt,summary,figcaption,header p{color:#9aa4af}\n"
	"th{border-bottom-color:#59636e}\n"
	".tiles div{border-top-color:#59636e}\n"
	".bar,.line1{color:#79aee6}\n"
	".line2{color:#f0975a}.line3{color:#5cc4b2}.line4{color:#c79ad8}.line5{color:#d1b455}\n"
	".heat1{fill:#2d4a63}.heat2{fill:#4d7ba6}.heat3{fill:#d9a441}.heat4{fill:#ee8347}.heat5{fill:#ff6459}"
	"\n"
	".shade{color:#74a9de}\n"
	".on1,.on2{fill:#fff}.on3,.on4,.on5{fill:#14171b}\n"
	".good{color:#57c273}\n"
	".bad{color:#ff8a80}\n"
	".dim,.note{color:#9aa4af}\n"
	"}\n"
	"@media print{\n"
	"body{padding:0;max-width:none;background:#fff;color:#000;font-size:10pt}\n"
	"main{max-width:none}\n"
	".wide{overflow:visible}\n"
	"table{font-size:9pt}\n"
	"th,td{padding-right:.7rem}\n"
	"thead{display:table-header-group}\n"
	"tr,figure,.tiles div{break-inside:avoid}\n"
	"h1,h2,summary,figcaption{break-after:avoid}\n"
	"summary{list-style:none}\n"
	"details::details-content{content-visibility:visible;display:block}\n"
	"th,td{border-bottom-color:#bbb}\n"
	"th,dt,summary,figcaption,header p{color:#333}\n"
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

void markup_text(struct buf *out, struct str s)
{
	glyph_markup(out, s, ascii);
}

void markup_line(struct buf *out, struct str s)
{
	struct buf shown = { 0 };

	text_show(&shown, s, true);
	glyph_markup(out, buf_view(&shown), ascii);
	buf_release(&shown);
}

void markup_element(struct buf *out, const char *open, struct str s)
{
	if (!s.n)
		return;
	buf_print(out, "<%s>", open);
	markup_text(out, s);
	buf_print(out, "</%.*s>\n", (int)strcspn(open, " "), open);
}

void markup_open(struct buf *out, struct str title)
{
	buf_str(out, str_from(page_head));
	markup_line(out, title);
	buf_str(out, str_from(page_style));
}

void markup_close(struct buf *out)
{
	buf_str(out, STR("</body>\n</html>\n"));
}

void markup_class(struct buf *out, const char *shape, enum tone tone)
{
	static const char *const name[] = {
		[TONE_PLAIN] = "", [TONE_GOOD] = "good", [TONE_BAD] = "bad", [TONE_DIM] = "dim"
	};

	if (*shape || *name[tone])
		buf_print(out, " class=\"%s%s%s\"", shape, *shape && *name[tone] ? " " : "", name[tone]);
}

enum { SHORT_TEXT = 16 }; /* columns of a text that stays in one line, as a time does */

static const char *shape_of(const struct grid_column *column, struct str cell)
{
	if (column->picture)
		return "bar";
	return column->align == ALIGN_RIGHT ? "n" : text_width(cell) > SHORT_TEXT ? "long" : "";
}

/* Figures stand right where the style is lost, too. */
static void side(struct buf *out, const struct grid_column *column)
{
	if (column->align == ALIGN_RIGHT)
		buf_str(out, STR(" align=\"right\""));
}

void markup_table_open(struct buf *out, const struct grid *g)
{
	buf_str(out, STR("<div class=\"wide\">\n<table cellpadding=\"3\">\n<thead>\n<tr>"));
	for (size_t c = 0; c < g->columns; c++) {
		buf_str(out, STR("<th scope=\"col\""));
		if (g->column[c].align == ALIGN_RIGHT)
			buf_str(out, STR(" class=\"n\""));
		side(out, &g->column[c]);
		buf_char(out, '>');
		markup_text(out, g->column[c].head);
		buf_str(out, STR("</th>"));
	}
	buf_str(out, STR("</tr>\n</thead>\n<tbody>\n"));
}

void markup_table_rows(struct buf *out, const struct grid *g)
{
	for (size_t row = 0; row < g->rows; row++) {
		buf_str(out, STR("<tr>"));
		for (size_t c = 0; c < g->columns; c++) {
			buf_str(out, STR("<td"));
			markup_class(out, shape_of(&g->column[c], grid_at(g, row, c)),
				     grid_tone_at(g, row, c));
			side(out, &g->column[c]);
			buf_char(out, '>');
			markup_text(out, grid_at(g, row, c));
			buf_str(out, STR("</td>"));
		}
		buf_str(out, STR("</tr>\n"));
	}
}

void markup_table_close(struct buf *out, const struct grid *g)
{
	buf_str(out, STR("</tbody>\n</table>\n</div>\n"));
	markup_element(out, "p class=\"note\"", g->note);
}
