# Strata, groups and graded outcomes.
source("common.R")
suppressPackageStartupMessages({ library(metafor); library(MASS) })
# Eight centres: Agresti (2013), Categorical Data Analysis, 3rd edition, table 6.9.
s <- list(list(t = c(11, 36), c = c(10, 37)), list(t = c(16, 20), c = c(22, 32)), list(t = c(14, 19), c = c(7, 19)), list(t = c(2, 16), c = c(1, 17)),
          list(t = c(6, 17), c = c(0, 12)), list(t = c(1, 11), c = c(0, 10)), list(t = c(1, 5), c = c(1, 9)), list(t = c(4, 6), c = c(6, 7)))
tab <- array(unlist(lapply(s, function(x) c(x$t[1], x$c[1], x$t[2] - x$t[1], x$c[2] - x$c[1]))), c(2, 2, length(s)))
m0 <- mantelhaen.test(tab, correct = FALSE); m1 <- mantelhaen.test(tab, correct = TRUE)
ai <- sapply(s, function(x) x$t[1]); n1 <- sapply(s, function(x) x$t[2]); ci <- sapply(s, function(x) x$c[1]); n2 <- sapply(s, function(x) x$c[2])
or <- rma.mh(ai = ai, n1i = n1, ci = ci, n2i = n2, measure = "OR", add = 0, drop00 = FALSE)
rd <- rma.mh(ai = ai, n1i = n1, ci = ci, n2i = n2, measure = "RD")
# Correlation in groups: person-level analysis of variance by lm, pairs counted one by one.
cl <- list(c(3, 10), c(7, 12), c(0, 8), c(5, 9), c(9, 14), c(2, 11), c(4, 5))
y <- unlist(lapply(cl, function(k) c(rep(1, k[1]), rep(0, k[2] - k[1])))); g <- rep(seq_along(cl), sapply(cl, `[`, 2))
a <- anova(lm(y ~ factor(g))); k <- length(cl); N <- length(y); n0 <- (N - sum(table(g)^2) / N) / (k - 1)
icc <- (a$`Mean Sq`[1] - a$`Mean Sq`[2]) / (a$`Mean Sq`[1] + (n0 - 1) * a$`Mean Sq`[2])
p <- mean(y); fc <- 1 - sum(tapply(y, g, function(v) length(v) * mean(v) * (1 - mean(v)))) / ((N - k) * p * (1 - p))
t1 <- c(.31, .22, .4, .18, .27); t0 <- c(.41, .38, .29, .5, .44, .36)
w <- t.test(t1, t0); e <- t.test(t1, t0, var.equal = TRUE)
# Grades.
tr <- c(30, 14, 9, 5, 2); co <- c(22, 12, 11, 10, 8)
x1 <- rep(1:5, tr); x0 <- rep(1:5, co)
wt <- wilcox.test(x1, x0, exact = FALSE, correct = FALSE); wc <- wilcox.test(x1, x0, exact = FALSE, correct = TRUE)
v10 <- sapply(x1, function(v) mean((v > x0) + .5 * (v == x0))); v01 <- sapply(x0, function(v) mean((v > x1) + .5 * (v == x1)))
se <- sqrt(var(v10) / length(v10) + var(v01) / length(v01)); W <- mean(v10); lg <- qlogis(W); h <- qnorm(.975) * se / (W * (1 - W))
po <- polr(factor(c(x1, x0), ordered = TRUE) ~ rep(1:0, c(length(x1), length(x0))), Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))
save_golden("strata-clusters-graded", list(strata = lapply(s, function(x) list(treated = list(events = x$t[1], participants = x$t[2]), control = list(events = x$c[1], participants = x$c[2]))),
  cmh = list(statistic = unname(m0$statistic), p = m0$p.value, corrected = unname(m1$statistic), correctedP = m1$p.value),
  mhOdds = list(estimate = unname(m0$estimate), lower = m0$conf.int[1], upper = m0$conf.int[2], se = or$se), mhDifference = list(estimate = as.numeric(rd$beta), se = rd$se, lower = rd$ci.lb, upper = rd$ci.ub, p = rd$pval),
  clusters = lapply(cl, function(x) list(events = x[1], participants = x[2])), icc = list(anova = icc, fleissCuzick = fc, size = n0),
  clusterT = list(treated = t1, control = t0, welch = list(p = w$p.value, df = unname(w$parameter), lower = w$conf.int[1], upper = w$conf.int[2]), student = list(p = e$p.value, lower = e$conf.int[1])),
  grades = list(treated = tr, control = co, u = unname(wt$statistic), p = wt$p.value, correctedP = wc$p.value, win = W, se = se, lower = plogis(lg - h), upper = plogis(lg + h)),
  polr = list(beta = unname(coef(po)), se = sqrt(vcov(po)[1, 1]), zeta = unname(po$zeta), logLik = as.numeric(logLik(po)))), packages = c("metafor", "MASS"))
