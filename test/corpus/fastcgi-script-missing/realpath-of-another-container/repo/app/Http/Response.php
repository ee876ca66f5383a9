<?php

declare(strict_types=1);

namespace Http;

final class Response
{
    public function __construct(private int $status, private string $text)
    {
    }

    public function send(): void
    {
        http_response_code($this->status);
        header('Content-Type: text/plain; charset=utf-8');
        echo $this->text;
    }
}
