const svgNamespace = 'http://www.w3.org/2000/svg';

/** Text only ever becomes text: children are nodes or strings, never markup. */
export function el(name, properties = {}, ...children) {
  const { attributes = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  const use = document.createElementNS(svgNamespace, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** `Expires in {time}` with an element in place of `{time}`. */
export function filled(text, element) {
  const [before, after = ''] = text.split('{time}');
  return [before, element, after];
}
