<?php

declare(strict_types=1);

final class Response
{
    public function __construct(private string $body, private array $headers = [])
    {
    }

    public function with(string $name, string $value): self
    {
        return new self($this->body, [...$this->headers, $name => $value]);
    }

    public function send(): void
    {
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        echo $this->body;
    }
}
