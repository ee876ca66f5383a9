<?php

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    require __DIR__ . '/../app/' . str_replace('\\', '/', $class) . '.php';
});

(new Http\Kernel())->handle($_SERVER['REQUEST_URI'])->send();
