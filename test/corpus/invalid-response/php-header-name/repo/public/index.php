<?php

declare(strict_types=1);

require __DIR__ . '/../src/Response.php';

$page = new Response('<h1>Recipes</h1>', ['Content-Type' => 'text/html']);

$page
    ->with('Cache-Control', 'no-cache')
    ->with('X-Build Version', '1.4.2')
    ->send();
