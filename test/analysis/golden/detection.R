# d', criterion and their differences; worst-case bounds with the Imbens-Manski interval.
source("common.R")
sdt <- function(h, nl, f, nt, level) {
  H <- (h + .5) / (nl + 1); F <- (f + .5) / (nt + 1); z <- qnorm(1 - (1 - level) / 2)
  vh <- H * (1 - H) / nl / dnorm(qnorm(H))^2; vf <- F * (1 - F) / nt / dnorm(qnorm(F))^2
  d <- qnorm(H) - qnorm(F); c <- -(qnorm(H) + qnorm(F)) / 2
  # A' and the logarithm of beta from the corrected rates; slopes by central differences.
  A <- function(h, f) if (h >= f) .5 + (h - f) * (1 + h - f) / (4 * h * (1 - f)) else .5 - (f - h) * (1 + f - h) / (4 * f * (1 - h))
  lb <- function(h, f) (qnorm(f)^2 - qnorm(h)^2) / 2
  delta <- function(g) { e <- 1e-5 * min(H, F, 1 - H, 1 - F); s <- c((g(H + e, F) - g(H - e, F)) / (2 * e), (g(H, F + e) - g(H, F - e)) / (2 * e)); sqrt(s[1]^2 * H * (1 - H) / nl + s[2]^2 * F * (1 - F) / nt) }
  list(lures = list(refused = h, offers = nl), twins = list(refused = f, offers = nt), level = level,
       d = d, dse = sqrt(vh + vf), dlo = d - z * sqrt(vh + vf), dhi = d + z * sqrt(vh + vf),
       c = c, cse = sqrt(vh + vf) / 2, beta = dnorm(qnorm(H)) / dnorm(qnorm(F)), betaSe = delta(lb), a = A(H, F), aSe = delta(A))
}
manski <- function(N1, y1, N0, y0, level) {
  fill <- function(N, y, v) c(y, rep(v, N - length(y)))
  b <- function(a, c) c(mean(a) - mean(c), sqrt(var(a) / length(a) + var(c) / length(c)))
  lo <- b(fill(N1, y1, 0), fill(N0, y0, 1)); hi <- b(fill(N1, y1, 1), fill(N0, y0, 0))
  C <- uniroot(function(C) pnorm(C + (hi[1] - lo[1]) / max(lo[2], hi[2])) - pnorm(-C) - level, c(0, 6), tol = 1e-14)$root
  m <- function(N, y) list(assigned = N, analysed = length(y), sum = sum(y), sumOfSquares = sum(y^2))
  list(treated = m(N1, y1), control = m(N0, y0), level = level, lower = lo[1], upper = hi[1], lse = lo[2], use = hi[2],
       interval = c(lo[1] - C * lo[2], hi[1] + C * hi[2]), critical = C)
}
set.seed(9)
save_golden("detection", list(
  sdt = list(sdt(70, 100, 30, 100, .95), sdt(10, 10, 0, 12, .9), sdt(3, 40, 9, 41, .95), sdt(5210, 8000, 1200, 7900, .99)),
  manski = list(manski(120, rbinom(100, 1, .3), 130, rbinom(101, 1, .4), .95), manski(50, rbinom(50, 1, .3), 60, rbinom(60, 1, .4), .9),
                manski(400, rbinom(390, 7, .2) / 7, 410, rbinom(409, 7, .3) / 7, .95))))
