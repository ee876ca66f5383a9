export function render(path) {
  return `<h1>Recipes</h1><p>${encodeURI(path)}</p>`;
}
