# Several looks, several arms, and planning.
source("common.R")
suppressPackageStartupMessages({ library(mvtnorm) })
spend <- function(t, a, kind) if (kind == "pocock") a * log(1 + (exp(1) - 1) * t) else 4 * (1 - pnorm(qnorm(1 - a / 4) / sqrt(t)))
# Boundaries by multivariate normal integrals, one look after another.
bounds <- function(t, a, kind) {
  z <- c()
  for (k in seq_along(t)) {
    s <- spend(t[k], a, kind) - if (k > 1) spend(t[k - 1], a, kind) else 0
    if (k == 1) { z <- -qnorm(s / 2); next }
    S <- outer(t[1:k], t[1:k], function(x, y) sqrt(pmin(x, y) / pmax(x, y)))
    f <- function(c) { set.seed(1); inside <- function(up) pmvnorm(c(-z, -up), c(z, up), corr = S, algorithm = if (k == 2) TVPACK(1e-14) else if (k == 3) Miwa(steps = 4097) else GenzBretz(abseps = 1e-9, maxpts = 5e6))
      out <- pmvnorm(-z, z, corr = as.matrix(S[1:(k - 1), 1:(k - 1)]), algorithm = if (k - 1 < 3) TVPACK(1e-14) else Miwa(steps = 4097)); if (k == 2) out <- diff(pnorm(c(-z, z))); as.numeric(out - inside(c)) - s }
    # TVPACK needs one-sided regions: use Miwa throughout for intervals.
    f <- function(c) { inside <- pmvnorm(c(-z, -c), c(z, c), corr = S, algorithm = Miwa(steps = 4097)); out <- if (k == 2) diff(pnorm(c(-z, z))) else pmvnorm(-z, z, corr = S[1:(k - 1), 1:(k - 1)], algorithm = Miwa(steps = 4097)); as.numeric(out - inside) - s }
    z <- c(z, uniroot(f, c(1, 9), tol = 1e-11)$root)
  }
  z
}
looks <- list(list(t = c(.5, 1), kind = "obrien-fleming"), list(t = c(.25, .6, 1), kind = "obrien-fleming"), list(t = c(.3, .7, 1), kind = "pocock"), list(t = c(.2, .4, .9), kind = "pocock"))
seqs <- lapply(looks, function(l) { z <- bounds(l$t, .05, l$kind); k <- length(z); S <- outer(l$t, l$t, function(x, y) sqrt(pmin(x, y) / pmax(x, y)))
  mu <- 2.9 * sqrt(l$t); power <- 1 - as.numeric(pmvnorm(-z - mu, z - mu, corr = S, algorithm = Miwa(steps = 4097))); c(l, list(z = z, power = power)) })
dn <- function(z, arms, comp) { b <- sqrt(arms / (arms + comp)); S <- outer(b, b); diag(S) <- 1; k <- length(arms)
  P <- function(c) as.numeric(pmvnorm(rep(-c, k), rep(c, k), corr = S, algorithm = Miwa(steps = 4097)))
  list(statistics = z, arms = arms, comparator = comp, p = 1 - sapply(abs(z), P), critical = uniroot(function(c) P(c) - .95, c(1, 5), tol = 1e-11)$root) }
ppt <- function(p1, p2, power) power.prop.test(p1 = p1, p2 = p2, power = power, strict = TRUE, tol = 1e-12)$n
# Standard error of a difference where both risks are estimated under the margin, with N / (N - 1).
guard <- function(x1, n1, x0, n0, margin) { f <- function(p0) { p1 <- p0 + margin; x1 / p1 - (n1 - x1) / (1 - p1) + x0 / p0 - (n0 - x0) / (1 - p0) }; p0 <- uniroot(f, c(1e-12, 1 - margin - 1e-12), tol = 1e-16)$root; p1 <- p0 + margin
  list(treated = list(events = x1, participants = n1), control = list(events = x0, participants = n0), margin = margin, se = sqrt((p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * (n1 + n0) / (n1 + n0 - 1))) }
save_golden("looks-planning", list(looks = seqs,
  dunnett = list(dn(c(2.1, -1.2, 2.6), c(100, 100, 100), 100), dn(c(2.4, 1.9), c(80, 150), 200)),
  sizes = list(list(treated = .2, control = .3, power = .8, n = ppt(.2, .3, .8)), list(treated = .05, control = .08, power = .9, n = ppt(.05, .08, .9))),
  powers = list(list(treated = .2, control = .3, n = 250, power = power.prop.test(n = 250, p1 = .2, p2 = .3, strict = TRUE)$power)),
  conditional = list(z = 1.4, t = .5, critical = 1.977, trend = 1 - pnorm((1.977 - 1.4 * sqrt(.5) - 1.4 / sqrt(.5) * .5) / sqrt(.5))),
  guards = list(guard(5, 1000, 5, 1000, 0), guard(6, 1000, 5, 1000, 0), guard(12, 400, 8, 800, .02), guard(3, 8, 1, 8, .25), guard(75, 100, 5, 10, .25), guard(40, 900, 31, 1100, .01))),
  packages = "mvtnorm")
