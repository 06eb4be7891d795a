// What every part of the page does with the document. What others wrote becomes text nodes only: nothing parses HTML.

export const ui = Object.fromEntries([...document.querySelectorAll('[id]')].map(element => [element.id, element]));

export function make(tag, className, ...content) {
	const element = document.createElement(tag);
	element.className = className;
	element.append(...content);
	return element;
}

/** A name; what nobody would see of it, or would turn its order, is seen: only the joiner of emoji is of use to an honest one. */
export function person(username) {
	const element = make('bdi', 'name elide', username.replace(/[^\P{C}\u200D]|\p{Zl}|\p{Zp}/gu, '�'));
	element.style.setProperty('--hue', [...username].reduce((hash, character) => (hash * 31 + character.codePointAt()) % 360, 0) * 137);
	element.title = element.textContent;
	return element;
}
