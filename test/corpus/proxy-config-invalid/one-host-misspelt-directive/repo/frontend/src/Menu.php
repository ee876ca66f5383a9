<?php

final class Menu
{
    public function __construct(private string $title)
    {
    }

    public function title(): string
    {
        return $this->title;
    }

    /** @return array<string, int> */
    public function items(): array
    {
        return ['Espresso' => 18000, 'Flat white' => 26000, 'Raf' => 29000];
    }
}
