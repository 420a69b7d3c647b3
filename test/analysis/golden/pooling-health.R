# Many trials (the BCG trials of Colditz et al. 1994), and checks of a trial's health.
source("common.R")
suppressPackageStartupMessages({ library(metafor); library(sandwich) })
b <- escalc(measure = "RR", ai = tpos, n1i = tpos + tneg, ci = cpos, n2i = cpos + cneg, data = dat.bcg)
ctl <- list(threshold = 1e-14, maxiter = 10000, tol = 1e-14)
show <- function(m) { pr <- predict(m); list(estimate = as.numeric(m$beta[1]), se = m$se[1], lower = m$ci.lb[1], upper = m$ci.ub[1], p = m$pval[1], tau2 = m$tau2, i2 = m$I2 / 100, q = m$QE, qp = m$QEp) }
fits <- list(); for (me in c("DL", "PM", "REML")) for (te in c("z", "knha")) fits[[paste(me, te)]] <- show(rma(yi, vi, data = b, method = me, test = te, control = ctl))
fe <- show(rma(yi, vi, data = b, method = "FE"))
m <- rma(yi, vi, data = b, method = "REML", control = ctl); k <- m$k
pi <- as.numeric(m$beta) + c(-1, 1) * qt(.975, k - 2) * sqrt(m$tau2 + m$se^2)
mr <- list(); for (me in c("DL", "PM", "REML")) { r <- rma(yi, vi, mods = ~ ablat, data = b, method = me, test = "knha", control = ctl); mr[[me]] <- list(beta = as.numeric(r$beta), se = r$se, p = r$pval, tau2 = r$tau2, qe = r$QE, qep = r$QEp) }
bl <- blup(m)
set.seed(3); x1 <- rnorm(40, 50, 8); x0 <- rnorm(44, 47, 10)
c1 <- c(20, 35, 45); c0 <- c(30, 30, 50); p <- c1 / sum(c1); q <- c0 / sum(c0); S <- ((diag(p) - p %o% p) + (diag(q) - q %o% q)) / 2
smd <- sqrt(drop(t((p - q)[-1]) %*% solve(S[-1, -1]) %*% (p - q)[-1]))
# Decay: generalised least squares with equicorrelated estimates but inverse-variance weights.
est <- c(-.12, -.08, -.05); se <- c(.02, .025, .03); tt <- c(2, 6, 12)
wls <- function(y, s, rho) { w <- 1 / s^2; X <- cbind(1, tt); A <- solve(t(X) %*% (w * X)) %*% t(X * w); V <- outer(s, s) * (rho + (1 - rho) * diag(3)); c(drop(A %*% y)[2], sqrt((A %*% V %*% t(A))[2, 2])) }
# CUPED by hand.
pre1 <- rnorm(60); post1 <- .6 * pre1 + rnorm(60) - .3; pre0 <- rnorm(55); post0 <- .6 * pre0 + rnorm(55)
cen <- function(v) v - mean(v); th <- (sum(cen(pre1) * cen(post1)) + sum(cen(pre0) * cen(post0))) / (sum(cen(pre1)^2) + sum(cen(pre0)^2))
mu <- mean(c(pre1, pre0)); cu <- t.test(post1 - th * (pre1 - mu), post0 - th * (pre0 - mu))
# Rates per exposure: cluster-robust regression of exposures, persons as clusters.
np <- 80; ex <- sample(1:5, np, TRUE); ev <- rbinom(np, ex, .3); tr <- rep(1:0, length.out = np)
rate <- function(a) { e <- ev[tr == a]; m <- ex[tr == a]; r <- sum(e) / sum(m); n <- length(e); c(r, n / (n - 1) * sum((e - r * m)^2) / sum(m)^2) }
r1 <- rate(1); r0 <- rate(0)
# Permutation by going through all assignments.
y <- c(3, 5, 4, 8, 9, 7, 1, 2, 6, 5); a <- c(1, 1, 0, 0, 1, 0, 1, 0, 1, 0); s <- c(1, 1, 1, 1, 1, 1, 2, 2, 2, 2)
per <- function(s0) { i <- which(s == s0); apply(combn(length(i), sum(a[i])), 2, function(c) { t <- i[c]; (mean(y[t]) - mean(y[setdiff(i, t)])) * length(i) / 10 }) }
obs <- sum(sapply(1:2, function(s0) { i <- s == s0; (mean(y[i & a == 1]) - mean(y[i & a == 0])) * sum(i) / 10 }))
allsum <- outer(per(1), per(2), "+"); pp <- mean(abs(allsum) >= abs(obs) - 1e-12)
# The same from counts: people with and without the event by arm, in two strata; every table by its chance.
cells <- list(list(treated = c(9, 31), control = c(21, 24)), list(treated = c(14, 11), control = c(12, 3)))
people <- sum(sapply(cells, function(x) sum(x$treated, x$control)))
tables <- lapply(cells, function(x) { n1 <- sum(x$treated); n0 <- sum(x$control); m <- x$treated[1] + x$control[1]; k <- max(0, m - n0):min(m, n1)
  list(d = (k / n1 - (m - k) / n0) * (n1 + n0) / people, chance = dhyper(k, m, n1 + n0 - m, n1), seen = (x$treated[1] / n1 - x$control[1] / n0) * (n1 + n0) / people) })
counted <- sum(sapply(tables, function(x) x$seen))
extreme <- abs(outer(tables[[1]]$d, tables[[2]]$d, "+")) >= abs(counted) - 1e-12
counts <- list(cells = cells, statistic = counted, p = sum(outer(tables[[1]]$chance, tables[[2]]$chance)[extreme]))
hyper <- lapply(list(c(20, 9, 12), c(50000, 700, 31000), c(7, 7, 3), c(9, 0, 4), c(400, 399, 2)), function(x) { k <- max(0, x[2] + x[3] - x[1]):min(x[2], x[3]); at <- unique(pmin(max(k), pmax(min(k), round(x[2] * x[3] / x[1]) + c(-40, -3, 0, 2, 40)))); list(all = x[1], marked = x[2], taken = x[3], at = I(at), chance = I(dhyper(at, x[2], x[1] - x[2], x[3]))) })
# Restricted likelihoods with several peaks: the highest of a fine grid, refined there by the slope of the
# restricted likelihood and by metafor started there.
peak <- function(y, n, X = cbind(rep(1, length(y)))) { v <- 1 / n; P <- function(t) { W <- diag(1 / (v + t)); W - W %*% X %*% solve(t(X) %*% W %*% X) %*% t(X) %*% W }
  ll <- function(t) -(sum(log(v + t)) + as.numeric(determinant(t(X) %*% (X / (v + t)))$modulus) + drop(t(y) %*% P(t) %*% y)) / 2
  grid <- c(0, 10^seq(-7, 1, length.out = 4000)); at <- which.max(sapply(grid, ll)); slope <- function(t) sum((P(t) %*% y)^2) - sum(diag(P(t)))
  tau2 <- if (at == 1) 0 else uniroot(slope, grid[at + c(-1, 1)], tol = 1e-15)$root
  theirs <- rma(y, v, mods = X, intercept = FALSE, method = "REML", control = c(ctl, tau2.init = max(tau2, 1e-6)))$tau2; stopifnot(abs(theirs - tau2) < 1e-7)
  list(estimates = y, variances = v, moderator = if (ncol(X) > 1) X[, 2] else NULL, tau2 = tau2) }
peaks <- list(peak(c(-.022, -.042, .395, -.053), c(64, 4288, 89, 1835)), peak(c(-.1, .123, -.082), c(6368, 121, 2089)), peak(c(.9, 0, 0, .1, -.1), c(6.25, 100, 100, 100, 100)),
  peak(c(.01, -.156, .111, .002, -.078, -.16, .003), c(1716, 86, 183, 3954, 206, 222, 1122), cbind(1, c(2, 2, 4, 5, 6, 6, 8))), peak(c(.082, -.019, .003, .006, .283, .304, -.158, -.009), c(87, 1250, 8990, 355, 67, 72, 93, 82), cbind(1, c(1, 2, 3, 3, 6, 7, 7, 8))),
  peak(c(-.265, .162, .101, .068, .046), c(72, 81, 218, 5190, 1105), cbind(1, c(0, 3, 2, 4, 4))))
save_golden("pooling-health", list(trials = lapply(seq_len(nrow(b)), function(i) list(label = paste(b$author[i], b$year[i]), estimate = as.numeric(b$yi)[i], variance = b$vi[i])), latitude = b$ablat,
  fits = fits, fixed = fe, prediction = pi, regression = mr, blup = list(estimate = bl$pred, se = bl$se),
  balance = list(x1 = list(participants = 40, mean = mean(x1), variance = var(x1)), x0 = list(participants = 44, mean = mean(x0), variance = var(x0)), d = (mean(x1) - mean(x0)) / sqrt((var(x1) + var(x0)) / 2), c1 = c1, c0 = c0, smd = smd),
  decay = list(waves = lapply(1:3, function(i) list(time = tt[i], estimate = est[i], standardError = se[i])), plain = wls(est, se, 0), correlated = wls(est, se, .4), log = wls(log(-est), se / -est, .4)),
  cuped = list(treated = list(before = pre1, after = post1), control = list(before = pre0, after = post0), slope = th, p = cu$p.value, df = unname(cu$parameter), lower = cu$conf.int[1], upper = cu$conf.int[2]),
  rates = list(exposures = ex, events = ev, treated = tr == 1, estimate = r1[1] - r0[1], se = sqrt(r1[2] + r0[2])),
  permutation = list(outcome = y, treated = a == 1, stratum = s, statistic = obs, p = pp), counts = counts, hypergeometric = hyper, peaks = peaks), packages = c("metafor", "sandwich"))
