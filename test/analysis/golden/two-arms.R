# Estimators for two arms with a binary outcome.
source("common.R")
suppressPackageStartupMessages({ library(metafor) })

# Constrained estimates by maximising the likelihood, not by the closed cubic: an independent way.
score_rd <- function(x1, n1, x0, n0, delta) {
  lo <- max(0, -delta) + 1e-15; hi <- min(1, 1 - delta) - 1e-15
  slope <- function(p0) {
    p1 <- p0 + delta
    (if (x1 > 0) x1 / p1 else 0) - (if (n1 > x1) (n1 - x1) / (1 - p1) else 0) +
    (if (x0 > 0) x0 / p0 else 0) - (if (n0 > x0) (n0 - x0) / (1 - p0) else 0)
  }
  p0 <- if (slope(lo) <= 0) lo else if (slope(hi) >= 0) hi else uniroot(slope, c(lo, hi), tol = 1e-15)$root
  p1 <- p0 + delta
  v <- (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * (n1 + n0) / (n1 + n0 - 1)
  (x1 / n1 - x0 / n0 - delta) / sqrt(v)
}
mn_rd <- function(x1, n1, x0, n0, level) {
  z <- qnorm(1 - (1 - level) / 2); d <- x1 / n1 - x0 / n0
  f <- function(t) score_rd(x1, n1, x0, n0, t)
  e <- 1e-9
  c(if (d <= -1) -1 else uniroot(function(t) f(t) - z, c(-1 + e, d - 1e-12), tol = 1e-13)$root,
    if (d >= 1) 1 else uniroot(function(t) f(t) + z, c(d + 1e-12, 1 - e), tol = 1e-13)$root)
}
score_rr <- function(x1, n1, x0, n0, r) {
  loglik <- function(p0) dbinom(x1, n1, min(1, r * p0), log = TRUE) + dbinom(x0, n0, p0, log = TRUE)
  slope <- function(p0) (x1 / p0) - (n1 - x1) * r / (1 - r * p0) + x0 / p0 - (n0 - x0) / (1 - p0)
  hi <- min(1, 1 / r) - 1e-14
  p0 <- if (slope(hi) >= 0) hi else uniroot(slope, c(1e-14, hi), tol = 1e-16)$root
  p1 <- r * p0
  v <- (p1 * (1 - p1) / n1 + r^2 * p0 * (1 - p0) / n0) * (n1 + n0) / (n1 + n0 - 1)
  (x1 / n1 - r * x0 / n0) / sqrt(v)
}
mn_rr <- function(x1, n1, x0, n0, level) {
  z <- qnorm(1 - (1 - level) / 2); r <- (x1 / n1) / (x0 / n0)
  c(exp(uniroot(function(t) score_rr(x1, n1, x0, n0, exp(t)) - z, c(log(r) - 8, log(r)), tol = 1e-13)$root),
    exp(uniroot(function(t) score_rr(x1, n1, x0, n0, exp(t)) + z, c(log(r), log(r) + 8), tol = 1e-13)$root))
}
wilson <- function(x, n, level) as.numeric(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)
newcombe <- function(x1, n1, x0, n0, level) {
  a <- wilson(x1, n1, level); b <- wilson(x0, n0, level); p1 <- x1 / n1; p0 <- x0 / n0
  c(p1 - p0 - sqrt((p1 - a[1])^2 + (b[2] - p0)^2), p1 - p0 + sqrt((a[2] - p1)^2 + (p0 - b[1])^2))
}
# fisher.test() solves to 1e-4 only; the same equations to 1e-14.
conditional <- function(x, n1, x0, n0, level, k = max(0, x + x0 - n0):min(x + x0, n1)) {
  t <- x + x0; lw <- dhyper(k, n1, n0, t, log = TRUE)
  w <- function(b) { v <- lw + (k - x) * b; v <- exp(v - max(v)); v / sum(v) }
  root <- function(f) exp(uniroot(f, c(-60, 60), tol = 1e-15, maxiter = 1e5)$root)
  a <- (1 - level) / 2
  list(estimate = root(function(b) sum(k * w(b)) - x), lower = root(function(b) sum(w(b)[k >= x]) - a), upper = root(function(b) sum(w(b)[k <= x]) - a))
}
cases <- list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 1, 29), c(31, 412, 52, 398),
              c(3, 1000, 11, 1000), c(180, 200, 150, 210), c(4021, 50211, 4310, 49877), c(1, 8, 7, 9))
levels <- c(0.8, 0.95, 0.99)
out <- list()
for (k in cases) for (level in levels) {
  x1 <- k[1]; n1 <- k[2]; x0 <- k[3]; n0 <- k[4]
  tab <- matrix(c(x1, n1 - x1, x0, n0 - x0), 2, byrow = TRUE)
  es <- function(m) { e <- escalc(measure = m, ai = x1, n1i = n1, ci = x0, n2i = n0); s <- summary(e, level = 100 * level)
    list(estimate = as.numeric(e$yi), se = sqrt(as.numeric(e$vi)), lower = s$ci.lb, upper = s$ci.ub, p = s$pval) }
  f <- suppressWarnings(fisher.test(tab, conf.level = level))
  fg <- fisher.test(tab, alternative = "greater")$p.value; fl <- fisher.test(tab, alternative = "less")$p.value
  cp <- binom.test(x1, n1, conf.level = level)$conf.int
  out[[length(out) + 1]] <- list(
    treated = list(events = x1, participants = n1), control = list(events = x0, participants = n0), level = level,
    wald = es("RD"), katz = es("RR"), woolf = es("OR"), newcombe = newcombe(x1, n1, x0, n0, level),
    mn = mn_rd(x1, n1, x0, n0, level), mnRatio = mn_rr(x1, n1, x0, n0, level), wilson = wilson(x1, n1, level),
    clopperPearson = as.numeric(cp),
    jeffreys = qbeta(c((1 - level) / 2, (1 + level) / 2), x1 + .5, n1 - x1 + .5),
    chiSquare = unname(suppressWarnings(chisq.test(tab, correct = FALSE))$statistic),
    chiSquareP = suppressWarnings(chisq.test(tab, correct = FALSE))$p.value,
    yates = unname(suppressWarnings(chisq.test(tab, correct = TRUE))$statistic),
    yatesP = suppressWarnings(chisq.test(tab, correct = TRUE))$p.value,
    fisherP = f$p.value, fisherLess = fl, fisherGreater = fg,
    conditionalOdds = conditional(x1, n1, x0, n0, level),
    cohenH = 2 * asin(sqrt(x1 / n1)) - 2 * asin(sqrt(x0 / n0)))
}
# Larger tables and tails.
wide <- matrix(c(12, 30, 41, 9, 25, 60), 2, byrow = TRUE)
tails <- lapply(c(1, 2, 3, 7, 20), function(df) list(df = df, x = c(.3, 4, 25, 120), p = pchisq(c(.3, 4, 25, 120), df, lower.tail = FALSE)))
# Where exp(-x / 2) is less than a double holds.
heavy <- mapply(function(x, df) list(df = df, x = x, p = pchisq(x, df, lower.tail = FALSE)), c(2000, 1739.6, 1401, 1401, 1401, 1410, 1500, 1990, 5000, 99500, 2e6), c(2000, 1599, 1, 2, 3, 7, 400, 401, 4999, 1e5, 2e6), SIMPLIFY = FALSE)
# Millions per arm: only tables within sixty standard errors of what was seen are summed.
many <- lapply(list(c(303000, 1e6, 300000, 1e6), c(40, 1e6, 22, 2e6), c(999990, 1e6, 999950, 1e6), c(30003000, 1e8, 3e7, 1e8)), function(m) { t <- m[1] + m[3]; N <- m[2] + m[4]; sd <- sqrt(t / N * (1 - t / N) * m[2] * m[4] / N); reach <- ceiling(60 * sd)
  list(treated = list(events = m[1], participants = m[2]), control = list(events = m[3], participants = m[4]), level = .95, odds = conditional(m[1], m[2], m[3], m[4], .95, max(0, t - m[4], m[1] - reach):min(t, m[2], m[1] + reach))) })
save_golden("two-arms", list(cases = out,
  wide = list(table = wide, statistic = unname(chisq.test(wide)$statistic), p = chisq.test(wide)$p.value),
  tails = tails, heavy = heavy, many = many,
  sampleRatio = list(assigned = c(512, 480, 1010), shares = c(.25, .25, .5),
    statistic = unname(chisq.test(c(512, 480, 1010), p = c(.25, .25, .5))$statistic), p = chisq.test(c(512, 480, 1010), p = c(.25, .25, .5))$p.value),
  adjust = list(p = c(.011, .02, .04, .3, .0004, .04), holm = p.adjust(c(.011, .02, .04, .3, .0004, .04), "holm"),
    hochberg = p.adjust(c(.011, .02, .04, .3, .0004, .04), "hochberg"), bh = p.adjust(c(.011, .02, .04, .3, .0004, .04), "BH"))),
  packages = c("metafor"))
