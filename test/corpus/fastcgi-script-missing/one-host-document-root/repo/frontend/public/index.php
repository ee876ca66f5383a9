<?php

require __DIR__ . '/../src/Menu.php';

$menu = new Menu('Coffee');
echo '<!doctype html><title>', htmlspecialchars($menu->title()), '</title><ul>';
foreach ($menu->items() as $name => $price) {
    echo '<li>', htmlspecialchars($name), ' ', number_format($price / 100, 2), '</li>';
}
echo '</ul>';
