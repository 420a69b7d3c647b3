#include "studio.inc"
Backdrop(BG)
sky_sphere { pigment { gradient y color_map { [0 rgb 0.35] [0.5 rgb 0.9] [1 rgb 1.0] } } }
Softbox(<-9,12,-10>, 0, 6, 6, <1,0.98,0.94>*0.72)
Softbox(<11,8,-7>, 0, 4, 4, <0.95,0.97,1>*0.28)
box { <-6,5,-16>, <-2,11,-15.9> pigment { rgb 1 } finish { emission 1.4 diffuse 0 } no_shadow no_image }
box { <5,3,-14>, <7,11,-13.9> pigment { rgb 1 } finish { emission 1.0 diffuse 0 } no_shadow no_image }
camera { location <-4.6,4.7,-13.5> look_at <0.05,2.75,0> angle 38.5 right x*4/3 }
#declare Paint = texture { pigment { rgb BODY } finish { diffuse 0.72 specular 0.3 roughness 0.015 reflection { 0.02, 0.2 fresnel on } } }
// base with drip tray
object { RBox(<-2.3,0.12,-1.9>, <2.3,0.95,2.1>, 0.16) texture { Paint } }
object { RBox(<-2.02,0.88,-1.78>, <2.02,1.03,0.75>, 0.06) texture { Steel } }
#declare i=0; #while(i<17) cylinder { <-1.76+i*0.22,1.035,-1.6>, <-1.76+i*0.22,1.035,0.6>, 0.055 texture { Chrome2 } } #declare i=i+1; #end
#declare i=0; #while(i<2) cylinder { <-1.8+i*3.6,0,-1.5>, <-1.8+i*3.6,0.14,-1.5>, 0.24 texture { Black } } #declare i=i+1; #end
// back column
object { RBox(<-2.3,0.6,0.7>, <2.3,5.0,2.1>, 0.22) texture { Paint } }
box { <-1.95,1.05,0.66>, <1.95,3.1,0.71> texture { Steel } }
// head
object { RBox(<-2.3,3.35,-1.55>, <2.3,5.05,2.1>, 0.26) texture { Paint } }
object { RBox(<-2.12,3.55,-1.66>, <2.12,4.85,-1.4>, 0.1) texture { Steel } }
// cup rail
#macro Post(X,Z) cylinder { <X,5.0,Z>, <X,5.42,Z>, 0.045 texture { Chrome2 } } #end
Post(-2,-1.2) Post(2,-1.2) Post(-2,1.8) Post(2,1.8) Post(0,-1.2)
union { cylinder { <-2,5.42,-1.2>, <2,5.42,-1.2>, 0.055 } cylinder { <-2,5.42,1.8>, <2,5.42,1.8>, 0.055 } cylinder { <-2,5.42,-1.2>, <-2,5.42,1.8>, 0.055 } cylinder { <2,5.42,-1.2>, <2,5.42,1.8>, 0.055 }
 sphere { <-2,5.42,-1.2>,0.055 } sphere { <2,5.42,-1.2>,0.055 } texture { Chrome2 } }
// stacked cups on top
#macro Cup(P,S) union {
  difference { lathe { cubic_spline 8 <0,-0.2>,<0.0,0>,<0.32,0.02>,<0.48,0.3>,<0.52,0.62>,<0.50,0.66>,<0.46,0.62>,<0.4,0.5> }
    sphere { <0,10,0>,1 } }
  torus { 0.2, 0.05 rotate x*90 scale <1,1,1> translate <0.6,0.36,0> }
  texture { pigment { rgb <0.93,0.91,0.87> } finish { diffuse 0.8 specular 0.4 roughness 0.01 reflection { 0.02,0.15 fresnel on } } }
  scale S translate P }
#end
Cup(<-1.2,5.06,0.2>,0.95) Cup(<0.1,5.06,0.5>,0.95) Cup(<1.2,5.06,0.2>,0.95)
// gauge
cylinder { <-1.25,4.2,-1.75>, <-1.25,4.2,-1.6>, 0.46 texture { Chrome2 } }
cylinder { <-1.25,4.2,-1.765>, <-1.25,4.2,-1.6>, 0.39 texture { pigment { rgb 0.95 } finish { diffuse 0.8 specular 0.2 } } }
#declare i=0; #while(i<9) box { <-0.02,0.27,-1.775>,<0.02,0.34,-1.7> rotate z*(120-i*30) translate <-1.25,4.2,0> pigment { rgb 0.05 } } #declare i=i+1; #end
box { <-0.022,-0.08,-1.785>,<0.022,0.3,-1.7> rotate z*35 translate <-1.25,4.2,0> pigment { rgb <0.7,0.08,0.04> } }
sphere { <-1.25,4.2,-1.77>,0.06 texture { Black } }
// buttons
#declare i=0; #while(i<3) cylinder { <0.35+i*0.62,4.2,-1.76>, <0.35+i*0.62,4.2,-1.6>, 0.22 texture { Chrome2 } }
cylinder { <0.35+i*0.62,4.2,-1.785>, <0.35+i*0.62,4.2,-1.6>, 0.16 texture { Black } }
torus { 0.12,0.014 rotate x*90 translate <0.35+i*0.62,4.2,-1.79> pigment { rgb <0.9,0.95,1> } finish { emission 0.7 } }
#declare i=i+1; #end
// group head
cylinder { <0,3.0,-0.75>, <0,3.5,-0.75>, 0.72 texture { Chrome2 } }
cylinder { <0,2.78,-0.75>, <0,3.02,-0.75>, 0.6 texture { Steel } }
torus { 0.62,0.07 translate <0,2.98,-0.75> texture { Chrome2 } }
// portafilter
cylinder { <0,2.5,-0.75>, <0,2.8,-0.75>, 0.54 texture { Chrome2 } }
cone { <0,2.5,-0.75>,0.54, <0,2.36,-0.75>,0.3 texture { Chrome2 } }
cylinder { <0,2.62,-1.2>, <0,2.66,-1.7>, 0.1 texture { Chrome2 } }
cone { <0,2.66,-1.65>,0.13, <0,2.72,-3.0>,0.2 texture { Wood } }
sphere { <0,2.72,-3.0>,0.2 texture { Wood } }
cylinder { <0,2.655,-1.62>,<0,2.664,-1.78>,0.16 texture { Chrome2 } }
// spouts
union { cylinder { <-0.18,2.4,-0.75>,<-0.18,2.12,-0.75>,0.08 } cylinder { <0.18,2.4,-0.75>,<0.18,2.12,-0.75>,0.08 } cylinder {<-0.2,2.34,-0.75>,<0.2,2.34,-0.75>,0.1} texture { Chrome2 } }
// cup under spout with coffee
Cup(<0,1.09,-0.75>,1.15)
disc { <0,1.74,-0.75>, y, 0.5 pigment { rgb <0.16,0.07,0.025> } finish { specular 0.4 roughness 0.02 } }
// saucer
// steam wand
sphere_sweep { cubic_spline 6, <1.75,3.9,-1.0>,0.07 <1.75,3.4,-1.0>,0.07 <1.78,2.7,-1.05>,0.07 <1.86,2.0,-1.3>,0.065 <1.9,1.55,-1.45>,0.06 <1.95,1.2,-1.6>,0.06 texture { Chrome2 } }
sphere { <1.75,3.3,-1.0>,0.2 texture { Chrome2 } }
cylinder { <1.795,2.6,-1.065>,<1.86,2.05,-1.275>,0.11 texture { Black } }
sphere { <1.9,1.55,-1.45>,0.09 texture { Steel } }
// side knob
cylinder { <2.25,4.2,-0.4>,<2.55,4.2,-0.4>,0.34 texture { Black } }
cylinder { <2.5,4.2,-0.4>,<2.58,4.2,-0.4>,0.24 texture { Chrome2 } }
