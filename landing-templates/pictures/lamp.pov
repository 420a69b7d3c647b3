#include "studio.inc"
// wall and desk
plane { -z, -4.2 pigment { rgb BG } finish { diffuse 0.8 } }
box { <-20,-0.6,-6>, <20,0,4.2> texture { pigment { gradient z color_map { [0 rgb DESK*1.0] [0.45 rgb DESK*0.93] [0.5 rgb DESK*1.05] [1 rgb DESK] } turbulence 0.35 scale <6,1,0.45> } finish { diffuse 0.72 specular 0.15 roughness 0.05 reflection 0.02 } } }
sky_sphere { pigment { gradient y color_map { [0 rgb 0.3] [1 rgb 0.8] } } }
Softbox(<-9,11,-9>, 0, 6, 6, <0.95,0.97,1>*0.42)
Softbox(<9,6,-8>, 0, 4, 4, <1,0.95,0.9>*0.12)
camera { location <-2.2,4.3,-14> look_at <0.35,2.75,0> angle 36 right x*4/3 }
#declare Paint = texture { pigment { rgb BODY } finish { diffuse 0.7 specular 0.35 roughness 0.03 reflection { 0.01, 0.1 fresnel on } } }
#declare Brass = texture { pigment { rgb <0.72,0.5,0.22> } finish { diffuse 0.3 specular 0.7 roughness 0.01 metallic reflection { 0.25,0.5 metallic } } }
// base
cylinder { <-0.6,0,0>,<-0.6,0.22,0>,1.25 texture { Paint } }
torus { 1.25,0.0 translate 0 }
torus { 1.17,0.09 translate <-0.6,0.21,0> texture { Paint } }
cylinder { <-0.6,0.2,0>,<-0.6,0.3,0>,1.17 texture { Paint } }
cylinder { <-0.6,0.3,0>,<-0.6,0.46,0>,0.22 texture { Brass } }
// arms
#declare A=<-0.6,0.45,0>; #declare B=<-1.75,3.35,0>; #declare C=<0.75,5.0,0>;
cylinder { A,B,0.085 texture { Paint } }
cylinder { B,C,0.085 texture { Paint } }
#macro Joint(P,R) cylinder { P-<0,0,0.2>,P+<0,0,0.2>,R texture { Brass } } sphere { P-<0,0,0.2>,R*0.55 texture { Brass } } #end
Joint(B,0.2) Joint(C,0.18) Joint(A+<0,0.06,0>,0.16)
// cable
sphere_sweep { cubic_spline 6, <-1.8,0.05,0.9>,0.045 <-1.6,0.05,0.8>,0.045 <-2.6,0.05,1.4>,0.045 <-4.2,0.05,1.0>,0.045 <-6,0.05,1.9>,0.045 <-8,0.05,1.8>,0.045 texture { pigment { rgb <0.35,0.2,0.12> } } }
// shade: points down right
#declare Shade = union {
  difference { cone { <0,0.15,0>,0.42,<0,-1.25,0>,1.25 } cone { <0,0.14,0>,0.36,<0,-1.2501,0>,1.22 } texture { Paint } interior_texture { pigment { rgb <1,0.96,0.88> } finish { diffuse 0.85 emission 0.12 } } }
  torus { 1.235,0.03 translate -1.25*y texture { Brass } }
  cylinder { <0,0.1,0>,<0,0.55,0>,0.34 texture { Paint } }
  sphere { <0,0.55,0>,0.34 scale <1,1,1> texture { Paint } }
  sphere { <0,-0.5,0>,0.33 pigment { rgb <1,0.93,0.75> } finish { emission 2.2 diffuse 0 } no_shadow }
}
object { Shade rotate z*28 translate <1.15,4.75,0> }
light_source { <1.32,4.2,0> color rgb <1,0.80,0.50>*1.5 fade_distance 3.2 fade_power 2 area_light 0.35*x,0.35*z,4,4 adaptive 1 jitter circular orient }
// books
#macro Book(P,S,Col,R) union { object { RBox(<-S.x,0,-S.z>,<S.x,S.y,S.z>,0.035) pigment { rgb Col } finish { diffuse 0.75 specular 0.1 } } box { <-S.x+0.05,0.06,-S.z-0.005>,<S.x+0.01,S.y-0.06,S.z-0.06> pigment { rgb <0.92,0.89,0.82> } } rotate y*R translate P } #end
Book(<2.7,0,0.3>,<1.15,0.34,0.8>,<0.10,0.20,0.26>,8)
Book(<2.65,0.34,0.3>,<1.0,0.28,0.72>,<0.70,0.62,0.48>,-6)
// mug on books
lathe { cubic_spline 7 <0,-0.1>,<0,0>,<0.38,0.02>,<0.42,0.1>,<0.42,0.75>,<0.37,0.75>,<0.36,0.6> texture { pigment { rgb MUG } finish { diffuse 0.75 specular 0.3 roughness 0.02 reflection 0.03 } } translate <2.6,0.62,0.2> }
torus { 0.2,0.05 rotate x*90 scale <1,1.15,1> translate <3.05,1.0,0.2> texture { pigment { rgb MUG } finish { diffuse 0.75 specular 0.3 roughness 0.02 } } }
// pencil on desk
cylinder { <0.2,0.07,-1.9>,<1.7,0.07,-1.5>,0.07 pigment { rgb <0.85,0.55,0.1> } } cone { <1.7,0.07,-1.5>,0.07,<1.9,0.07,-1.447>,0.0 pigment { rgb <0.9,0.75,0.55> } }
