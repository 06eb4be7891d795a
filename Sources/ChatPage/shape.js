// Nothing that a node says is believed to have a shape: it is read into one.

export const text = value => typeof value === 'string' ? value : '';
export const texts = list => (Array.isArray(list) ? list : []).filter(one => typeof one === 'string');
export const count = value => Number.isFinite(value) && value > 0 ? value : 0;

/** The members that `shape` names, each as its function has it. */
export const read = (from, shape) => Object.fromEntries(Object.entries(shape).map(([name, as]) => [name, as(from[name])]));

/** The objects of a list, each read so. */
export const rows = shape => list => (Array.isArray(list) ? list : []).filter(one => one && typeof one === 'object').map(one => read(one, shape));
