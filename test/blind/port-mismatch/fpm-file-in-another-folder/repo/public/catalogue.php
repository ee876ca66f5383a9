<?php
function catalogue(): array
{
    return ['mug' => 7.5, 'print' => 18.0];
}
