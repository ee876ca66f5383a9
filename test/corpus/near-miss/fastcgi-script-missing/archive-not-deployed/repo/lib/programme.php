<?php

function programme(): array
{
    return ['Morning', 'News', 'Jazz after eight'];
}
