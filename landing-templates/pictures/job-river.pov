// Office towers across a river at dusk. SEED, BRIDGE (0 cables, 1 arches), PEAK (where the towers are highest), BOAT, BOATTURN,
// SKYTOP, SKYMID and SKYLOW are declared outside.
global_settings { assumed_gamma 1.0 max_trace_level 8 }
#default { finish { ambient 0 diffuse 0.7 } }
#declare R = seed(SEED);
#macro Between(A, B) (A + (B - A) * rand(R)) #end
sky_sphere {
  pigment { gradient y color_map { [0 rgb SKYLOW] [0.07 rgb SKYLOW*0.92] [0.2 rgb SKYMID] [0.55 rgb SKYTOP] [1 rgb SKYTOP*0.6] } }
  pigment { wrinkles turbulence 0.35 omega 0.6 color_map { [0 rgbt <1,1,1,1>] [0.5 rgbt <1,1,1,1>] [0.68 rgbt <SKYLOW.x*1.15,SKYLOW.y*0.9,SKYLOW.z*0.95,0.55>] [0.85 rgbt <SKYMID.x,SKYMID.y,SKYMID.z,0.35>] [1 rgbt <1,1,1,1>] } scale <0.42,0.06,0.42> rotate z*1.5 translate SEED*0.37 }
}
light_source { <-120,30,60> color rgb SKYLOW*0.9 parallel point_at 0 }
light_source { <-10,60,-80> color rgb SKYTOP*1.5+SKYMID*0.25 parallel point_at 0 shadowless }
camera { location <0,3.6,-31> look_at <0,8.7,10> angle 55 right x*3/2 }
// river: many slightly different mirrors, as a long exposure shows it
#macro Water(N)
  pigment { rgb SKYTOP*0.25 }
  normal { bumps 0.11 turbulence 0.2 scale <2.6,1,0.5> translate <N*7.3,0,N*3.1> }
  finish { diffuse 0.2 reflection { 0.3, 0.9 fresnel on } conserve_energy specular 0 }
#end
plane { y, 0
  texture { average texture_map {
    #local i = 0; #while (i < 20) [1 Water(i)] #local i = i+1; #end
  } }
  interior { ior 1.33 }
}
#declare Warm = array[5] { <1,0.74,0.40>, <1,0.83,0.56>, <1,0.92,0.74>, <0.86,0.93,1>, <1,0.67,0.32> };
// one tower: dark glass, lit windows by chance, slabs and mullions in front
#macro Tower(X, Z, W, D, H, Tint, Lit, FloorH, WinW)
  #local S = seed(floor(rand(R)*100000));
  union {
    box { <-W/2,0,0>, <W/2,H,D> pigment { rgb Tint } finish { diffuse 0.45 reflection { 0.16, 0.6 } specular 0.2 roughness 0.05 } }
    #local NX = max(2, int(W/WinW)); #local NY = int((H-0.5)/FloorH); #local NZ = max(2,int(D/WinW)); #local DX = W/NX; #local DZ = D/NZ;
    #local Side = (X > 0 ? -1 : 1);
    #local iy = 0; #while (iy < NY)
      #local Busy = Lit*(0.45+0.9*rand(S));
      #local Tone = Warm[int(rand(S)*4.99)];
      #local ix = 0; #while (ix < NX)
        #if (rand(S) < Busy)
          box { <-W/2+DX*(ix+0.1),0.5+FloorH*(iy+0.2),-0.012>, <-W/2+DX*(ix+0.9),0.5+FloorH*(iy+0.84),0.02> pigment { rgb Tone } finish { diffuse 0 emission 0.42+0.5*rand(S) } }
        #end
        #local ix = ix+1; #end
      #local iz = 0; #while (iz < NZ)
        #if (rand(S) < Busy*0.9)
          box { <Side*W/2-0.012,0.5+FloorH*(iy+0.2),DZ*(iz+0.1)>, <Side*W/2+0.012,0.5+FloorH*(iy+0.84),DZ*(iz+0.9)> pigment { rgb Tone } finish { diffuse 0 emission 0.3+0.35*rand(S) } }
        #end
        #local iz = iz+1; #end
      box { <-W/2-0.03,0.5+FloorH*(iy+0.93),-0.03>, <W/2+0.03,0.5+FloorH*(iy+1.03),D> pigment { rgb Tint*0.87 } }
      #local iy = iy+1; #end
    // roof
    box { <-W/2-0.05,H,-0.05>, <W/2+0.05,H+0.18,D> pigment { rgb Tint*0.8 } }
    box { <-W/4,H,D*0.2>, <W/5,H+0.75,D*0.8> pigment { rgb Tint*0.7 } }
    #if (H > 11) cylinder { <W*0.1,H,D*0.5>, <W*0.1,H+2.4,D*0.5>, 0.05 pigment { rgb Tint*0.6 } } sphere { <W*0.1,H+2.4,D*0.5>, 0.06 pigment { rgb <1,0.15,0.1> } finish { emission 1 } } #end
    translate <X,0.55,Z>
  }
#end
// far row, hazy
#local i = 0; #while (i < 44)
  #local X = -46+i*2.15+Between(-0.5,0.5); #local H = Between(4,11)+7*exp(-pow((X-PEAK*1.4)/11,2));
  #local Haze = SKYMID*0.5+SKYLOW*0.14;
  Tower(X, Between(30,38), Between(1.6,3.2), 2, H, Haze, 0.18, 0.9, 0.8)
  #local i = i+1; #end
// middle row
#local i = 0; #while (i < 17)
  #local X = -27+i*3.3+Between(-0.6,0.6); #local H = Between(6,12)+11*exp(-pow((X-PEAK)/7,2))*Between(0.6,1.1);
  #local TZ = Between(16,21); #local TW = Between(2.2,3.3);
  #if (H > 12) Tower(X, TZ+0.4, TW*0.7, 1.8, H*1.16, SKYTOP*0.6+SKYMID*0.14, 0.45, 0.7, 0.55) #end
  Tower(X, TZ, TW, 2.6, H, SKYTOP*Between(0.45,0.8)+SKYMID*0.14, Between(0.34,0.55), Between(0.64,0.8), Between(0.5,0.8))
  #local i = i+1; #end
// front row along the water
#local X = -21; #while (X < 21)
  #local W = Between(2.8,4.6); #local H = Between(2.6,6.4)+4*exp(-pow((X-PEAK-2)/5,2));
  Tower(X+W/2, Between(9.2,10.6), W, 3, H, SKYTOP*Between(0.45,0.8)+<0.016,0.013,0.012>, Between(0.45,0.62), Between(0.62,0.75), Between(0.5,0.8))
  #local X = X+W+Between(0.25,1.1); #end
// quay wall, promenade, lamps, trees
box { <-60,-0.2,7.6>, <60,0.55,60> pigment { rgb <0.10,0.085,0.085> } }
box { <-60,0.55,7.55>, <60,0.64,7.75> pigment { rgb <0.2,0.17,0.15> } }
#local i = 0; #while (i < 30)
  #local X = -29+i*2;
  cylinder { <X,0.55,7.9>, <X,1.5,7.9>, 0.03 pigment { rgb 0.03 } }
  sphere { <X,1.58,7.9>, 0.12 pigment { rgb <1,0.80,0.50> } finish { emission 1.5 diffuse 0 } }
  #if (mod(i,2)=0) #local k=0; #while (k<9) sphere { <X+1+Between(-0.5,0.5),1.35+Between(-0.25,0.5),8.5+Between(-0.3,0.3)>, Between(0.3,0.5) pigment { rgb <0.02,0.045,0.03> } normal { bumps 1 scale 0.1 } } #local k=k+1; #end #end
  #local i = i+1; #end
// bridge
#declare Deck = texture { pigment { rgb <0.08,0.075,0.08> } }
#if (BRIDGE = 0)
  #local BX = 15.5;
  union {
    box { <-0.9,2.25,-60>, <0.9,2.6,9> texture { Deck } }
    #local j = 0; #while (j < 40) sphere { <-0.95,2.85,-50+j*1.5>, 0.085 pigment { rgb <1,0.85,0.6> } finish { emission 1.4 } } #local j=j+1; #end
    #local j = 0; #while (j < 2)
      #local PZ = -14+j*17;
      cone { <-0.55,0,PZ>, 0.5, <-0.15,11.5,PZ>, 0.2 pigment { rgb SKYMID*0.55+0.05 } } cone { <0.9,0,PZ>, 0.5, <0.2,11.5,PZ>, 0.2 pigment { rgb SKYMID*0.55+0.05 } }
      sphere { <0,11.6,PZ>, 0.16 pigment { rgb <1,0.3,0.2> } finish { emission 1 } }
      #local k = 1; #while (k < 9)
        cylinder { <-0.1,11.2-k*0.28,PZ>, <-0.8,2.6,PZ+k*0.98>, 0.035 pigment { rgb 0.55 } finish { emission 0.12 } }
        cylinder { <-0.1,11.2-k*0.28,PZ>, <-0.8,2.6,PZ-k*0.98>, 0.035 pigment { rgb 0.55 } finish { emission 0.12 } }
        #local k=k+1; #end
      #local j=j+1; #end
    rotate y*-24 translate <BX,0,0>
  }
#else
  union {
    box { <-42,2.2,-0.9>, <42,2.62,0.9> texture { Deck } }
    box { <-42,2.62,-0.95>, <42,2.9,-0.85> pigment { rgb <0.16,0.14,0.13> } }
    #local j = 0; #while (j < 9)
      difference {
        box { <-4.2,0,-0.8>, <4.2,2.3,0.8> pigment { rgb <0.21,0.17,0.15>*0.9 } }
        cylinder { <0,-0.6,-2>, <0,-0.6,2>, 3.7 scale <1,0.72,1> pigment { rgb <0.16,0.13,0.12> } }
        translate x*(-33.6+j*8.4) }
      sphere { <-33.6+j*8.4-4.2,3.75,-0.9>, 0.14 pigment { rgb <1,0.85,0.58> } finish { emission 1.5 } }
      sphere { <-33.6+j*8.4,3.75,-0.9>, 0.14 pigment { rgb <1,0.85,0.58> } finish { emission 1.5 } }
      cylinder { <-33.6+j*8.4-4.2,2.6,-0.9>, <-33.6+j*8.4-4.2,3.7,-0.9>, 0.035 pigment { rgb 0.03 } }
      cylinder { <-33.6+j*8.4,2.6,-0.9>, <-33.6+j*8.4,3.7,-0.9>, 0.035 pigment { rgb 0.03 } }
      #local j=j+1; #end
    rotate y*-38 translate <-17,0,1>
  }
#end
// boat
union {
  difference { sphere { 0, 1 scale <2.4,0.75,0.7> } box { <-4,0,-4>, <4,4,4> } pigment { rgb <0.62,0.6,0.58> } translate y*0.42 }
  box { <-1.5,0.4,-0.45>, <1.1,1.0,0.45> pigment { rgb <0.5,0.48,0.46> } }
  #local k=0; #while (k<6) box { <-1.35+k*0.4,0.55,-0.47>, <-1.08+k*0.4,0.85,-0.4> pigment { rgb <1,0.82,0.5> } finish { emission 1.1 diffuse 0 } } #local k=k+1; #end
  box { <-1.6,1.0,-0.55>, <1.25,1.08,0.55> pigment { rgb <0.5,0.12,0.08> } }
  sphere { <1.5,1.25,0>, 0.07 pigment { rgb <0.3,1,0.4> } finish { emission 1.5 } }
  rotate y*BOATTURN translate <BOAT,-0.1,-6>
}
