/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a browser shows of a page, in an iframe: what is cut, what lies on something else, what can't be read. */
"use strict";

const LEAST_CONTRAST = 4.5, HAIR = 1.5;

/* ---- colors ---- */

function rgba(text) {
	const n = (text.match(/[\d.]+/g) || []).map(Number);

	if (!/^rgba?\(/.test(text))
		throw new Error("a color that is not measured: " + text);
	return { r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 };
}

function over(top, below, opacity) {
	const a = top.a * opacity, mix = (x, y) => x * a + y * (1 - a);

	return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 };
}

/* https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(c) {
	const of = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;

	return 0.2126 * of(c.r) + 0.7152 * of(c.g) + 0.0722 * of(c.b);
}

function contrast(a, b) {
	const x = luminance(a), y = luminance(b);

	return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/* Of the elements from the page down to this one. */
function background(element, canvas) {
	const chain = [];

	for (let e = element; e; e = e.parentElement)
		chain.unshift(e);
	let c = canvas;
	for (const e of chain)
		c = over(rgba(e.ownerDocument.defaultView.getComputedStyle(e).backgroundColor), c, 1);
	return c;
}

/* ---- pictures ---- */

/* What is painted of a shape at a point of the screen, over `below`. */
function painted(shape, x, y, below) {
	const style = shape.ownerDocument.defaultView.getComputedStyle(shape), at = shape.getScreenCTM().inverse(),
	      point = new DOMPoint(x, y).matrixTransform(at), opacity = Number(style.opacity);

	if (style.fill !== "none" && shape.isPointInFill(point))
		below = over(rgba(style.fill), below, opacity * Number(style.fillOpacity));
	if (style.stroke !== "none" && shape.isPointInStroke(point))
		below = over(rgba(style.stroke), below, opacity * Number(style.strokeOpacity));
	return below;
}

function picture(svg, canvas, say) {
	const frame = svg.getBoundingClientRect(), shapes = [], texts = [], style = e => e.ownerDocument.defaultView.getComputedStyle(e);

	for (const e of svg.querySelectorAll("*")) {
		if (e instanceof e.ownerDocument.defaultView.SVGGeometryElement)
			shapes.push(e);
		if (e.tagName !== "text")
			continue;
		const box = e.getBoundingClientRect(), words = e.textContent, y = (box.top + box.bottom) / 2,
		      ink = rgba(style(e).fill);
		if (box.left < frame.left - HAIR || box.right > frame.right + HAIR || box.top < frame.top - HAIR ||
		    box.bottom > frame.bottom + HAIR)
			say(`leaves its picture: ${words}`);
		for (const other of texts)
			if (Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > HAIR &&
			    Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 0.3 * box.height)
				say(`lies on another: ${other.words} | ${words}`);
		texts.push({ box, words });
		for (const x of [box.left + 1, (box.left + box.right) / 2, box.right - 1]) {
			const ground = shapes.reduce((below, s) => painted(s, x, y, below), background(svg, canvas));
			const ratio = contrast(over(ink, ground, Number(style(e).fillOpacity)), ground);
			if (ratio < LEAST_CONTRAST)
				say(`contrast ${ratio.toFixed(2)} in a picture: ${words}`);
		}
	}
}

/* ---- the page ---- */

function look(doc, dark, say) {
	const view = doc.defaultView, root = doc.scrollingElement,
	      canvas = dark ? { r: 18, g: 18, b: 18, a: 1 } : { r: 255, g: 255, b: 255, a: 1 },
	      seen = e => e.checkVisibility ? e.checkVisibility({ contentVisibilityAuto: true }) : true;

	if (root.scrollWidth > root.clientWidth)
		say(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`);
	for (const svg of doc.querySelectorAll("svg"))
		if (seen(svg))
			picture(svg, canvas, say);
	for (const table of doc.querySelectorAll("main table")) {
		const wide = table.closest(".wide"), words = table.textContent.slice(0, 60).replace(/\s+/g, " ");
		if (!wide && table.getBoundingClientRect().right > root.clientWidth)
			say("a table that cannot scroll: " + words);
		else if (wide && (wide.tabIndex !== 0 || !wide.getAttribute("aria-label") ||
				  !["auto", "visible"].includes(view.getComputedStyle(wide).overflowX)))
			say("a table that the keyboard cannot scroll: " + words);
		if (!table.caption && table.getAttribute("role") !== "presentation")
			say("a table without a caption: " + words);
	}
	const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT), pairs = new Set();
	for (let node; (node = walk.nextNode());) {
		const e = node.parentElement, style = view.getComputedStyle(e);
		if (!node.data.trim() || e.closest("svg") || e.closest(".aside") || !seen(e))
			continue;
		const ground = background(e, canvas), ratio = contrast(over(rgba(style.color), ground, 1), ground),
		      pair = `${style.color} ${JSON.stringify(ground)}`;
		if (ratio < LEAST_CONTRAST && !pairs.has(pair))
			say(`contrast ${ratio.toFixed(2)}: ${node.data.slice(0, 60)}`);
		pairs.add(pair);
	}
}

/* Each page at each width; what is wrong goes into the element "found". */
async function look_at(pages, widths, dark) {
	const found = Object.assign(document.createElement("pre"), { id: "found" }), frame = document.createElement("iframe");
	let n = 0;

	document.body.append(found, frame);
	for (const [name, text] of pages)
		for (const width of widths) {
			frame.style.cssText = `border:0;width:${width}px;height:900px`;
			await new Promise(done => {
				frame.onload = done;
				frame.srcdoc = text;
			});
			const said = new Set();
			look(frame.contentDocument, dark, words => said.add(words));
			for (const words of said)
				found.textContent += `${name} at ${width}: ${words}\n`;
			n++;
		}
	found.textContent += `looked at ${n}\n`;
}
