// What of the document cannot be read, or told apart, by everybody: the contrast of WCAG 2.2 §1.4.3 (4.5:1 for text, 3:1
// where it is large) and §1.4.11 (3:1 for the edge of a control), and its targets of 24 pixels (§2.5.8). Colours are taken
// as a canvas paints them.
(() => {
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	const rgba = colour => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = colour;
		canvas.fillRect(0, 0, 1, 1);
		const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
		return [r, g, b, a / 255];
	};
	const over = ([r, g, b, a], below) => [r, g, b].map((value, index) => value * a + below[index] * (1 - a)).concat(1);
	const luminance = ([...colour]) => {
		const [r, g, b] = colour.map(value => value / 255).map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
		return .2126 * r + .7152 * g + .0722 * b;
	};
	const contrast = (one, other) => {
		const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
		return (light + .05) / (dark + .05);
	};
	// What is behind an element: its own background and those of all around it.
	const behind = element => {
		const layers = [];
		for (let one = element; one; one = one.parentElement) layers.unshift(rgba(getComputedStyle(one).backgroundColor));
		return layers.reduce((below, layer) => over(layer, below), rgba(getComputedStyle(document.documentElement).backgroundColor));
	};
	const faults = [];
	const check = (element, what, ratio, wanted) => {
		if (ratio < wanted) faults.push(`${what} ${element.id || element.className.baseVal || element.className || element.localName} "${(element.textContent || '').slice(0, 20)}": ${ratio.toFixed(2)} of ${wanted}`);
	};
	let seen = 0;
	for (const element of document.querySelectorAll('body *')) {
		const style = getComputedStyle(element);
		if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.matches(':disabled, script, option, title')) continue;
		const box = element.getBoundingClientRect();
		if (!box.width || !box.height || style.clipPath !== 'none') continue;
		const isSVG = element instanceof SVGElement;
		if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && element.localName !== 'textarea') {
			let below = isSVG ? behind(element.ownerSVGElement) : behind(element);
			if (isSVG && element.matches('.held')) below = rgba(getComputedStyle(element.parentElement.querySelector('circle')).fill);
			const size = parseFloat(style.fontSize);
			seen++;
			check(element, 'text', contrast(over(rgba(isSVG ? style.fill : style.color), below), below), size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5);
		}
		for (const name of ['::before', '::after']) {
			const pseudo = getComputedStyle(element, name);
			if (pseudo.content === 'none' || pseudo.content === 'normal') continue;
			const below = behind(element);
			seen++;
			check(element, name, contrast(over(rgba(pseudo.color), below), below), pseudo.content.startsWith('"●') ? 3 : 4.5);
		}
		if (element.matches('button, input, textarea, select')) {
			const around = behind(element.parentElement), own = behind(element);
			seen++;
			check(element, 'edge', Math.max(contrast(own, around), contrast(over(rgba(style.borderTopColor), own), around)), 3);
			if (box.height < 24 || box.width < 24) faults.push(`small ${element.id}`);
		}
	}
	return seen > 5 ? faults : ['there is nothing to look at'];
})()
