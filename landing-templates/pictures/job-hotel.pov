// A hotel by a bay. SEED, SIDE (1 right, -1 left), SKYTOP, SKYMID, SKYLOW, SUN, SUNAT, FILL, CLOUD, WALL, TRIM, SEA, LIT, FLOORS,
// BAYS, LOWFLOORS, LOWBAYS, PARASOL and FLOWER are declared outside.
global_settings { assumed_gamma 1.0 max_trace_level 8
  radiosity { pretrace_start 0.08 pretrace_end 0.01 count 80 nearest_count 8 error_bound 0.6 recursion_limit 2 brightness 0.9 } }
#default { finish { ambient 0 diffuse 0.75 } }
#declare R = seed(SEED);
#macro Between(A, B) (A + (B - A) * rand(R)) #end
sky_sphere {
  pigment { gradient y color_map { [0 rgb SKYLOW] [0.1 rgb SKYLOW*0.4+SKYMID*0.6] [0.3 rgb SKYMID] [0.8 rgb SKYTOP] } }
  pigment { wrinkles turbulence 0.5 omega 0.55 color_map { [0 rgbt 1] [0.55 rgbt 1] [0.75 rgbt <CLOUD.x,CLOUD.y,CLOUD.z,0.45>] [1 rgbt <CLOUD.x,CLOUD.y,CLOUD.z,0.15>] } scale <0.45,0.09,0.45> translate SEED*0.61 }
}
light_source { SUNAT*100 color rgb SUN parallel point_at 0 }
light_source { <-20,40,-80> color rgb FILL parallel point_at 0 shadowless }
camera { location <0,6.2,-34> look_at <0,7.6,10> angle 58 right x*3/2 }

// sea, beach, hills across the bay
plane { y, -0.6
  pigment { rgb SEA }
  normal { bumps 0.12 turbulence 0.3 scale <3,1,0.8> }
  finish { diffuse 0.55 reflection { 0.06, 0.75 fresnel on } conserve_energy }
  interior { ior 1.33 }
}
#macro Hill(X, Z, W, H, C) sphere { 0, 1 scale <W,H,10> translate <X,-0.6,Z> pigment { rgb C } normal { bumps 0.35 scale <0.25,0.6,0.4> } finish { diffuse 0.6 } } #end
#local i = 0; #while (i < 7)
  #local F = i/6;
  Hill(-SIDE*(110-i*26)+Between(-5,5), 210-i*7, Between(26,44), (8+11*(1-F))*Between(0.75,1.15), SKYMID*0.32+SKYLOW*0.18+<0.0,0.02,0.012>)
  #local i = i+1; #end
Hill(-SIDE*70, 120, 30, 9, SKYMID*0.16+<0.02,0.06,0.03>)
Hill(-SIDE*48, 128, 20, 4.5, SKYMID*0.16+<0.03,0.075,0.035>)
#declare Sand = texture { pigment { rgb <0.80,0.66,0.45> } normal { bumps 0.3 scale 0.2 } }
difference { cylinder { <SIDE*48,-2,22>, <SIDE*48,-0.25,22>, 62 } box { <-200,-3,-200>, <200,3,-8> } texture { Sand } scale <1,1,1> }
#local i = 0; #while (i < 26)
  sphere { <SIDE*(16+i*2.2+Between(-1,1)),Between(0.6,2),34+Between(-3,3)>, Between(2,3.6) pigment { rgb <0.05,0.14,0.05>*Between(0.8,1.4) } normal { bumps 0.9 scale 0.3 } }
  #local i = i+1; #end
// garden
difference { box { <-60,-2,-60>, <60,0,-3.2> } box { <-7.1,-3,-19.6>, <5.3,3,-7.9> translate x*SIDE*1.5 } pigment { rgb <0.13,0.27,0.07> } normal { bumps 0.5 scale 0.5 } }
box { <-60,-2,-3.25>, <60,0.12,-2.95> pigment { rgb <0.75,0.70,0.62> } }
box { <min(SIDE*-3,SIDE*60),-2,-3>, <max(SIDE*-3,SIDE*60),0,60> pigment { rgb <0.14,0.28,0.08> } normal { bumps 0.5 scale 0.5 } }
// pool and terrace
difference {
  box { <-10,-1,-22>, <8,0.08,-6> }
  box { <-7,-0.9,-19.5>, <5.2,1,-8> }
  pigment { rgb <0.80,0.74,0.66> } translate x*SIDE*1.5
}
difference {
  box { <-7.25,0.02,-19.75>, <5.45,0.13,-7.75> } box { <-7,-1,-19.5>, <5.2,1,-8> }
  pigment { rgb <0.93,0.91,0.87> } translate x*SIDE*1.5
}
box { <-7,-0.8,-19.5>, <5.2,-0.04,-8>
  pigment { rgb <0.06,0.45,0.55> } normal { bumps 0.16 scale <0.9,1,0.35> } finish { diffuse 0.7 reflection { 0.05, 0.6 fresnel on } conserve_energy } interior { ior 1.33 } translate x*SIDE*1.5 }

// hotel
#declare Glass = texture { pigment { rgb <0.05,0.08,0.11> } finish { diffuse 0.3 reflection { 0.25, 0.6 } specular 0.3 } }
#declare LitRoom = texture { pigment { rgb <1,0.74,0.42> } finish { diffuse 0.2 emission 0.75 } }
#declare Wall = texture { pigment { rgb WALL } }
#declare Trim = texture { pigment { rgb TRIM } }
#declare Rail = texture { pigment { rgb WALL*0.92 } }
#macro Wing(NB, NF, BW, FH, D)
  #local L = NB*BW;
  union {
    box { <0,0,0>, <L,NF*FH+1.4,D> texture { Wall } }
    #local f = 0; #while (f < NF)
      #local Y = 1.4+f*FH;
      box { <-0.25,Y-0.16,-1.15>, <L+0.25,Y+0.1,0> texture { Wall } }
      #local b = 0; #while (b < NB)
        #local X = b*BW;
        box { <X+0.45,Y+0.12,-0.05>, <X+BW-0.45,Y+FH-0.62,0.05> #if (rand(R) < LIT) texture { LitRoom } #else texture { Glass } #end }
        box { <X+BW/2-0.05,Y+0.12,-0.09>, <X+BW/2+0.05,Y+FH-0.62,-0.04> texture { Trim } }
        box { <X+0.36,Y+FH-0.66,-0.1>, <X+BW-0.36,Y+FH-0.52,0> texture { Trim } }
        // balcony rail
        box { <X+0.1,Y+0.86,-1.13>, <X+BW-0.1,Y+0.95,-1.05> texture { Trim } }
        box { <X+0.14,Y+0.2,-1.1>, <X+BW-0.14,Y+0.82,-1.07> pigment { rgbt <0.75,0.85,0.87,0.55> } finish { diffuse 0.5 reflection 0.12 } }
        box { <X-0.07,Y,-1.1>, <X+0.07,Y+FH,0> texture { Wall } }
        #if (rand(R) < 0.35) sphere { <X+BW*0.75,Y+0.5,-0.8>, 0.3 pigment { rgb <0.08,0.22,0.06> } normal { bumps 1 scale 0.08 } } #end
        #local b = b+1; #end
      box { <L-0.07,Y,-1.1>, <L+0.07,Y+FH,0> texture { Wall } }
      // the end that is seen
      #local k = 0; #while (k < 2)
        box { <-0.05,Y+0.5,D*(0.22+0.42*k)>, <0.05,Y+FH-0.6,D*(0.36+0.42*k)> #if (rand(R) < LIT) texture { LitRoom } #else texture { Glass } #end }
        box { <L-0.05,Y+0.5,D*(0.22+0.42*k)>, <L+0.05,Y+FH-0.6,D*(0.36+0.42*k)> #if (rand(R) < LIT) texture { LitRoom } #else texture { Glass } #end }
        #local k = k+1; #end
      #local f = f+1; #end
    #local Top = 1.4+NF*FH;
    box { <-0.35,Top-0.16,-1.3>, <L+0.35,Top+0.2,D+0.3> texture { Wall } }
    box { <-0.35,Top+0.2,-1.3>, <L+0.35,Top+0.34,D+0.3> texture { Trim } }
    box { <L*0.3,Top,D*0.2>, <L*0.72,Top+1.7,D*0.9> texture { Wall } }
    box { <L*0.34,Top+0.45,D*0.2-0.04>, <L*0.68,Top+1.3,D*0.2> texture { LitRoom } }
    box { <L*0.28,Top+1.7,D*0.1>, <L*0.74,Top+1.9,D> texture { Trim } }
    // ground floor: lobby behind pillars
    box { <0.4,0.1,-0.06>, <L-0.4,1.2,0> texture { LitRoom } }
    #local b = 0; #while (b <= NB) cylinder { <b*BW,0,-1.05>, <b*BW,1.4,-1.05>, 0.15 texture { Wall } } #local b = b+1; #end
  }
#end
#if (SIDE > 0)
  object { Wing(BAYS, FLOORS, 2.5, 2, 7) rotate y*-33 translate <3.2,0,9> }
  object { Wing(LOWBAYS, LOWFLOORS, 2.5, 2, 6) rotate y*14 translate <3.4-2.5*LOWBAYS,0,13> }
#else
  object { Wing(BAYS, FLOORS, 2.5, 2, 7) translate x*-2.5*BAYS rotate y*33 translate <-3.2,0,9> }
  object { Wing(LOWBAYS, LOWFLOORS, 2.5, 2, 6) translate x*-2.5*LOWBAYS rotate y*-14 translate <-3.4+2.5*LOWBAYS,0,13> }
#end

// palms
#macro Palm(P, H, Lean, S)
  #local Q = seed(S);
  #local TopP = <Lean,H,0.2*Lean>;
  union {
    sphere_sweep { b_spline 6, <0,-1,0>,0.30 <0,0,0>,0.27 <Lean*0.12,H*0.35,0>,0.2 <Lean*0.5,H*0.7,0>,0.17 TopP,0.16 TopP+y,0.14 pigment { gradient y color_map { [0 rgb <0.30,0.23,0.16>] [0.8 rgb <0.22,0.165,0.11>] [1 rgb <0.14,0.10,0.07>] } scale 0.3 } }
    #local n = 0; #while (n < 17)
      #local Az = n*360/17*2.618+20*rand(S2); #local Up = 0.15+0.85*rand(Q); #local Len = 2.6+0.8*rand(Q);
      mesh {
        #local k = 0; #while (k < 22)
          #local Ta = k/22; #local Tb = (k+1)/22;
          #local P1 = <Len*Ta, Len*(Up*Ta-(0.55+0.45*Up)*Ta*Ta*1.25), 0>; #local P2 = <Len*Tb, Len*(Up*Tb-(0.55+0.45*Up)*Tb*Tb*1.25), 0>;
          #local W = 0.75*sin(pi*(0.12+0.86*Ta));
          triangle { P1, P2, P1+<W*0.55,-W*0.55,W> }
          triangle { P1, P2, P1+<W*0.55,-W*0.55,-W> }
          #local k = k+1; #end
        pigment { rgb <0.075+0.05*rand(Q),0.19+0.08*rand(Q),0.045> } finish { diffuse 0.8 specular 0.15 roughness 0.08 }
        rotate y*Az translate TopP
      }
      #local n = n+1; #end
    #local n = 0; #while (n < 5) sphere { TopP+<0.25*cos(n*1.26),-0.2,0.25*sin(n*1.26)>, 0.15 pigment { rgb <0.25,0.17,0.06> } } #local n = n+1; #end
    translate P
  }
#end
#declare S2 = seed(SEED+9);
Palm(<-SIDE*12.6,0,-8>, 8.8, -SIDE*0.4, 3)
Palm(<-SIDE*9.6,0,-2.8>, 6.0, SIDE*0.9, 5)
Palm(<SIDE*11.0,0,0.5>, 6.2, -SIDE*0.6, 7)
Palm(<SIDE*4.6,0,3>, 5.2, SIDE*0.5, 8)
// bushes with flowers
#local i = 0; #while (i < 90)
  #local X = Between(-26,26); #local Z = Between(-4.6,-3.6);
  sphere { <X,0.25,Z>, Between(0.3,0.62) pigment { rgb <0.06,0.19,0.05>*Between(0.8,1.5) } normal { bumps 1 scale 0.08 } }
  #if (mod(i,3)=0) sphere { <X,0.7,Z-0.35>, 0.13 pigment { rgb FLOWER } } sphere { <X+0.25,0.62,Z-0.4>, 0.11 pigment { rgb FLOWER } } #end
  #local i = i+1; #end
// parasols and beds
#macro Parasol(P)
  union {
    cylinder { <0,0,0>, <0,2.5,0>, 0.045 pigment { rgb 0.8 } }
    difference { cone { <0,2.1,0>, 1.35, <0,2.75,0>, 0.05 } cone { <0,2.0,0>, 1.35, <0,2.68,0>, 0.05 } pigment { rgb PARASOL } }
    union { box { <-0.95,0.3,-1.0>, <-0.3,0.42,0.6> } box { <-0.95,0.36,0.6>, <-0.3,0.46,1.3> rotate 0 } box { <0.3,0.3,-1.0>, <0.95,0.42,0.6> } pigment { rgb <0.95,0.93,0.9> } }
    translate P
  }
#end
#local i = 0; #while (i < 3) Parasol(<SIDE*(8.6),0.08,-16.5+i*4>) Parasol(<-SIDE*(7.6-i*4.1),0.08,-6.6>) #local i = i+1; #end
// sailing boats
#macro Boat(P, S) union { triangle { <0,0.5,0>,<0,4,0>,<1.6,0.6,0> } triangle { <-0.1,0.5,0>,<-0.1,3.4,0>,<-1.2,0.6,0> } sphere { 0,1 scale <1.6,0.35,0.4> translate y*0.1 } pigment { rgb <0.95,0.93,0.9> } finish { emission 0.15 } scale S translate P } #end
Boat(<-SIDE*24,-0.5,48>, 1.0) Boat(<-SIDE*38,-0.5,80>, 1.2)
