// What every part of the page does with the document. What others wrote becomes text nodes only: nothing parses HTML.

export const ui = Object.fromEntries([...document.querySelectorAll('[id]')].map(element => [element.id, element]));

export function make(tag, className, ...content) {
	const element = document.createElement(tag);
	element.className = className;
	element.append(...content);
	return element;
}

/** A name; of what nobody would see of it, or would turn its order, only what joins and colours emoji stays as it is. */
export function person(username) {
	const element = make('bdi', 'name elide', username.replace(/[^\P{DI}\u200D\uFE0F]|\p{Zl}|\p{Zp}/gu, '�'));
	element.style.setProperty('--hue', [...username].reduce((hash, character) => (hash * 137 + character.codePointAt()) % 360, 0));
	element.title = element.textContent;
	return element;
}
