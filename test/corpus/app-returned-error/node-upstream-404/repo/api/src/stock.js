const url = process.env.STOCK_URL ?? 'http://localhost:9000/v2/stock';

export async function fetchStock() {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
