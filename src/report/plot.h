/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The base of line charts: a vertical axis, lines in the same few colors, and at the end of each line its
 * name and last value, in its color, moved apart where they would overlap. There is no legend box. Private to
 * report/.
 */
#ifndef REPORT_PLOT_H
#define REPORT_PLOT_H

#include "report/picture.h"

/* An axis from 0 in `steps` steps of digit x 10^places, in percent where shares are shown. */
struct axis {
	int digit, places;
	int steps;
	bool percent;
	double top; /* as values are: 0.8 for 80% */
};

/* The smallest step of 1, 2 or 5 x 10^places that reaches `most` in at most that many steps. */
struct axis axis_to(double most, bool percent, int ticks);

/* The label of a step of the axis: 40%, 1,500. */
void axis_write(struct buf *out, struct axis axis, int step);

/* What stands at the end of a line. */
struct tag {
	double value;
	struct str name;
	struct ink ink; /* ink_dim: a benchmark's, which has a line across */
	double y;	/* of the line's end, then of the tag */
	size_t order;	/* of two at the same height */
};

/* Where the lines are drawn, and the mapping from figures to coordinates. The caller owns the tags. */
struct plot {
	struct axis axis;
	struct tag *tag;
	size_t tags;
	double left, right, top, bottom;
	bool low; /* it needs less height, as lines are few and straight */
};

/* Opens the picture and draws the axis up to `most`; the tags must be set. Then the caller draws the axis
 * below and the lines, and finally the tags. */
void plot_open(struct canvas *canvas, struct plot *p, double most, bool percent);
void plot_close(struct canvas *canvas, struct plot *p);

double plot_y(const struct plot *p, double value);
struct ink plot_ink(size_t line);

/* A short line and a label below the axis, where the label does not leave the picture. */
void plot_label(struct canvas *canvas, const struct plot *p, double x, struct str label, int columns);

/* A line's stroke, in its color, from the `d` of a path, and a dot on it. */
void plot_stroke(struct buf *out, struct str path);
void plot_dot(struct buf *out, double x, double y, double radius);

/* A benchmark is shown without needless decimals: 15%. */
void plot_mark_write(struct buf *out, double mark, bool percent);

#endif
