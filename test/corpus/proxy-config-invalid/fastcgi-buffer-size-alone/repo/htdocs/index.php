<?php
echo 'choir rehearsals';
