const TILE_BYTES = 256 * 1024;

function preload(count) {
  const tiles = [];
  for (let index = 0; index < count; index++) tiles.push(Buffer.alloc(TILE_BYTES, index % 251));
  return tiles;
}

module.exports = { preload };
