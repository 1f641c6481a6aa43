/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/weak_key.h"

#include "model/memory.h"
#include "model/table.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_PRIMES 10000 /* all below are tried */
#define FERMAT_ROUNDS 100  /* as the Baseline Requirements have it */

static void import(mpz_t number, struct octets octets)
{
	mpz_import(number, octets.length, 1, 1, 1, 0, octets.data);
}

/* CVE-2017-15361: the chips made primes k * M + (65537^a mod M), M being the
 * product of the first primes, so that a modulus is a power of 65537 for each
 * of them. Of other keys, one in 100 million is. */
static bool is_roca(const mpz_t modulus)
{
	static const unsigned char primes[] = {3, 5, 7, 11, 13, 17, 19, 23, 29,
		31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101,
		103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163,
		167};

	for (size_t i = 0; i < COUNT_OF(primes); i++) {
		unsigned long rest = mpz_fdiv_ui(modulus, primes[i]);
		unsigned long power = 1;

		do {
			if (power == rest)
				break;
			power = power * 65537 % primes[i];
		} while (power != 1);
		if (power != rest)
			return false;
	}
	return true;
}

/* By products of primes that fit into a word: few divisions of a long number.
 */
static bool has_small_factor(const mpz_t modulus)
{
	bool composite[SMALL_PRIMES] = {false};
	unsigned long product = 1, most = ~0ul / SMALL_PRIMES;
	mpz_t part;
	bool found = false;

	mpz_init(part);
	for (unsigned i = 2; i < SMALL_PRIMES && !found; i++) {
		for (unsigned k = 2 * i; !composite[i] && k < SMALL_PRIMES;
			k += i)
			composite[k] = true;
		if (!composite[i])
			product *= i;
		if (product > most || i + 1 == SMALL_PRIMES) {
			mpz_set_ui(part, mpz_fdiv_ui(modulus, product));
			found = mpz_gcd_ui(NULL, part, product) != 1;
			product = 1;
		}
	}
	mpz_clear(part);
	return found;
}

/* Fermat: primes that are near each other are near the square root. */
static bool has_close_primes(const mpz_t modulus)
{
	mpz_t a, rest;
	bool found = false;

	mpz_inits(a, rest, NULL);
	mpz_sqrtrem(a, rest, modulus);
	found = mpz_sgn(rest) == 0;
	for (int i = 0; i < FERMAT_ROUNDS && !found; i++) {
		mpz_add_ui(a, a, 1);
		mpz_mul(rest, a, a);
		mpz_sub(rest, rest, modulus);
		found = mpz_perfect_square_p(rest) != 0;
	}
	mpz_clears(a, rest, NULL);
	return found;
}

unsigned weak_key_find(struct octets octets)
{
	unsigned flaws = 0;
	mpz_t modulus;

	mpz_init(modulus);
	import(modulus, octets);
	if (mpz_cmp_ui(modulus, SMALL_PRIMES) > 0) {
		if (is_roca(modulus))
			flaws |= KEY_FLAW_ROCA;
		if (has_small_factor(modulus))
			flaws |= KEY_FLAW_SMALL_FACTOR;
		if (has_close_primes(modulus))
			flaws |= KEY_FLAW_CLOSE_PRIMES;
	}
	mpz_clear(modulus);
	return flaws;
}

/* A tree of products over numbers[0 .. count - 1]: `product` is that of all. */
struct node {
	mpz_t product;
	struct node *left, *right; /* NULL: a leaf */
};

static struct node *new_node(const mpz_t *numbers, size_t count)
{
	struct node *node = memory_calloc(1, sizeof(*node));

	mpz_init(node->product);
	if (count == 1) {
		mpz_set(node->product, numbers[0]);
		return node;
	}
	node->left = new_node(numbers, count / 2);
	node->right = new_node(numbers + count / 2, count - count / 2);
	mpz_mul(node->product, node->left->product, node->right->product);
	return node;
}

static void free_node(struct node *node)
{
	if (!node)
		return;
	free_node(node->left);
	free_node(node->right);
	mpz_clear(node->product);
	free(node);
}

/* What the product of all leaves modulo the square of each, over itself, has in
 * common with it. `rest` is the product modulo the node's square. */
static void descend(const struct node *node, const mpz_t rest, bool **shared)
{
	mpz_t own;

	mpz_init(own);
	mpz_mul(own, node->product, node->product);
	mpz_mod(own, rest, own);
	if (node->left) {
		descend(node->left, own, shared);
		descend(node->right, own, shared);
	} else {
		mpz_divexact(own, own, node->product);
		mpz_gcd(own, own, node->product);
		*(*shared)++ = mpz_cmp_ui(own, 1) != 0;
	}
	mpz_clear(own);
}

static int compare(const void *a, const void *b)
{
	return mpz_cmp(*(const mpz_t *)a, *(const mpz_t *)b);
}

/* Sorted, each once; returns how many. */
static size_t sort_numbers(mpz_t *numbers, size_t count)
{
	size_t kept = 0;

	qsort(numbers, count, sizeof(*numbers), compare);
	for (size_t i = 0; i < count; i++)
		if (!kept || mpz_cmp(numbers[kept - 1], numbers[i]) != 0)
			mpz_swap(numbers[kept++], numbers[i]);
	return kept;
}

static void find_shared(mpz_t *numbers, size_t count, bool *ret_shared)
{
	struct node *root = new_node(numbers, count);
	bool *shared = ret_shared;

	descend(root, root->product, &shared);
	free_node(root);
}

void weak_key_find_shared(
	const struct octets *moduli, size_t count, bool *ret_shared)
{
	mpz_t *numbers = memory_calloc(count + 1, sizeof(*numbers));
	bool *shared = memory_calloc(count + 1, sizeof(*shared));
	size_t distinct;
	mpz_t one;

	for (size_t i = 0; i < count; i++) {
		mpz_init(numbers[i]);
		import(numbers[i], moduli[i]);
	}
	distinct = sort_numbers(numbers, count);
	if (distinct > 1 && mpz_sgn(numbers[0]) > 0)
		find_shared(numbers, distinct, shared);
	mpz_init(one);
	for (size_t i = 0; i < count; i++) {
		const mpz_t *at;

		import(one, moduli[i]);
		at = bsearch(
			&one, numbers, distinct, sizeof(*numbers), compare);
		ret_shared[i] = at && shared[at - numbers];
	}
	mpz_clear(one);
	for (size_t i = 0; i < count; i++)
		mpz_clear(numbers[i]);
	free(numbers);
	free(shared);
}
