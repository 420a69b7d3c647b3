#!/bin/sh
# render.sh SCENE OUTPUT BODY BACKGROUND [DECLARATIONS]: see README.md
set -e
{ echo '#version 3.7;'; echo "#declare BODY=<$3>; #declare BG=<$4>; $5"; cat "$1.pov"; } > "$2.tmp.pov"
povray "+I$2.tmp.pov" "+O$2.png" +W640 +H480 +A0.2 +AM2 +R2 +Q9 -D
rm "$2.tmp.pov"
cwebp -quiet -q 70 -m 6 -sharp_yuv "$2.png" -o "$2.webp"
