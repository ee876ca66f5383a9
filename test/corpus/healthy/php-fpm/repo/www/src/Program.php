<?php

declare(strict_types=1);

final class Program
{
    /** @return list<string> */
    public function today(): array
    {
        return ['19:00 Solaris', '21:30 Stalker'];
    }
}
