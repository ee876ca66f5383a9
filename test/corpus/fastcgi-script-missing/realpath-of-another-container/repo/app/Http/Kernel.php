<?php

declare(strict_types=1);

namespace Http;

final class Kernel
{
    private const ROUTES = ['/' => 'Spare parts for bicycles', '/contact' => 'Write to us'];

    public function handle(string $uri): Response
    {
        $path = parse_url($uri, PHP_URL_PATH) ?: '/';
        $text = self::ROUTES[$path === '/index.php' ? '/' : $path] ?? null;

        return $text === null ? new Response(404, 'Not found') : new Response(200, $text);
    }
}
