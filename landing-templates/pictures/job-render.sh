#!/bin/sh
# job-render.sh [NAME…]: renders the pictures of the job offers, all four when none is named.
# Needs POV-Ray 3.7 and ImageMagick with WebP. Colours are linear RGB.
set -e

render() { # NAME SCENE SIZE QUALITY DECLARATIONS
  case " $WANTED " in *" $1 "* | "  ") ;; *) return 0 ;; esac
  { echo '#version 3.7;'; echo "$5"; cat "$2.pov"; } > "$1.tmp.pov"
  povray "+I$1.tmp.pov" "+O$1.png" +W600 +H400 +A0.15 +AM2 +R2 +Q9 -D
  rm "$1.tmp.pov"
  convert "$1.png" -resize "$3" -quality "$4" -define webp:method=6 "$1.webp"
}
WANTED="$*"

render job-river-violet job-river 420x280 26 "
  #declare SEED=7; #declare BRIDGE=0; #declare PEAK=-4; #declare BOAT=-4; #declare BOATTURN=8;
  #declare SKYTOP=<0.06,0.06,0.20>; #declare SKYMID=<0.40,0.20,0.36>; #declare SKYLOW=<1.0,0.47,0.25>;"
render job-river-blue job-river 420x280 26 "
  #declare SEED=31; #declare BRIDGE=1; #declare PEAK=5; #declare BOAT=6; #declare BOATTURN=-14;
  #declare SKYTOP=<0.035,0.10,0.23>; #declare SKYMID=<0.21,0.34,0.46>; #declare SKYLOW=<1.0,0.66,0.33>;"
render job-hotel-day job-hotel 450x300 30 "
  #declare SEED=5; #declare SIDE=1; #declare LIT=0.12;
  #declare FLOORS=6; #declare BAYS=9; #declare LOWFLOORS=4; #declare LOWBAYS=4;
  #declare SKYTOP=<0.10,0.27,0.62>; #declare SKYMID=<0.30,0.52,0.80>; #declare SKYLOW=<0.85,0.86,0.84>;
  #declare CLOUD=<1,0.97,0.93>; #declare SUN=<1.5,1.25,0.95>*1.2; #declare SUNAT=<0.45,0.62,-0.95>;
  #declare FILL=<0.10,0.12,0.16>; #declare WALL=<0.86,0.84,0.80>; #declare TRIM=<0.30,0.42,0.45>;
  #declare SEA=<0.02,0.22,0.30>; #declare PARASOL=<0.85,0.32,0.12>; #declare FLOWER=<0.85,0.12,0.3>;"
render job-hotel-evening job-hotel 450x300 30 "
  #declare SEED=12; #declare SIDE=-1; #declare LIT=0.45;
  #declare FLOORS=8; #declare BAYS=5; #declare LOWFLOORS=4; #declare LOWBAYS=7;
  #declare SKYTOP=<0.14,0.22,0.48>; #declare SKYMID=<0.48,0.46,0.62>; #declare SKYLOW=<1.0,0.66,0.42>;
  #declare CLOUD=<1,0.72,0.55>; #declare SUN=<1.5,0.95,0.55>*1.05; #declare SUNAT=<-0.62,0.34,-0.8>;
  #declare FILL=<0.12,0.11,0.15>; #declare WALL=<0.84,0.74,0.60>; #declare TRIM=<0.36,0.17,0.10>;
  #declare SEA=<0.03,0.16,0.26>; #declare PARASOL=<0.90,0.86,0.74>; #declare FLOWER=<0.95,0.5,0.1>;"
