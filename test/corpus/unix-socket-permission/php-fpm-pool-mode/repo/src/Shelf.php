<?php

final class Shelf
{
    /** @return list<array{title: string, price: int}> */
    public function books(): array
    {
        return [
            ['title' => 'The Pragmatic Programmer', 'price' => 3900],
            ['title' => 'Refactoring', 'price' => 4200],
        ];
    }
}
