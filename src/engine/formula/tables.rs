//! The tables of `exact`: computed in whole numbers where they are first asked for, since they are
//! longer than what computes them; but for the centres of the logarithm, which somebody once
//! searched for.

use std::sync::LazyLock;

/// How fine [`EXP`] and [`LN`] divide an octave, and [`SINE`] the unit.
pub const STEPS: usize = 128;

/// Entries of [`SINE`]: up to where the cosine takes over.
pub const ANGLES: usize = 111;

/// Of `2^(k/128)`: what the nearest number lacks, as a share of it, and that number; as bits.
pub static EXP: LazyLock<[[u64; 2]; STEPS]> = LazyLock::new(powers);

/// Of each part of an octave from 0.6875 on: 1/c for a c near its middle, and ln c to 43 bits
/// behind the point, which c was chosen to come near.
pub static LN: LazyLock<[[f64; 2]; STEPS]> = LazyLock::new(logarithms);

/// Of the angle k/128: sine and what it lacks, cosine and what it lacks.
pub static SINE: LazyLock<[[f64; 4]; ANGLES]> = LazyLock::new(angles);

/// Numbers between −2 and 2 in units of 2⁻¹²⁰.
const POINT: u32 = 120;
const ONE: u128 = 1 << POINT;
const LN_2: u128 = 0xb1_7217_f7d1_cf79_abc9_e3b3_9803_f2f6;

/// One unit of [`POINT`].
const UNIT: f64 = 1.0 / ONE as f64;

/// The product of two such numbers.
fn times(a: u128, b: u128) -> u128 {
    const LOW: u128 = u64::MAX as u128;
    let (high, low) = ((a >> 64) * (b >> 64), (a & LOW) * (b & LOW));
    let cross = [(a >> 64) * (b & LOW), (a & LOW) * (b >> 64)];
    let carried = (low >> 64) + (cross[0] & LOW) + (cross[1] & LOW);
    let high = high + (cross[0] >> 64) + (cross[1] >> 64) + (carried >> 64);
    (high << (128 - POINT)) + ((carried & LOW) >> (POINT - 64))
}

/// The nearest 64-bit number, and what it lacks.
fn parts(number: u128) -> [f64; 2] {
    let nearest = number as f64;
    let rest = number as i128 - nearest as i128;
    [nearest * UNIT, rest as f64 * UNIT]
}

fn powers() -> [[u64; 2]; STEPS] {
    std::array::from_fn(|step| {
        let x = LN_2 / STEPS as u128 * step as u128;
        let (mut sum, mut term, mut power) = (ONE, ONE, 1);
        while term > 0 {
            term = times(term, x) / power;
            sum += term;
            power += 1;
        }
        let [number, lacking] = parts(sum);
        [(lacking / number).to_bits(), number.to_bits()]
    })
}

fn logarithms() -> [[f64; 2]; STEPS] {
    CENTRES.map(|centre| {
        let inverse = f64::from_bits(centre);
        // ln c = −2·artanh t with t = (1/c − 1) / (1/c + 1), in units of 2⁻⁶⁰.
        let t = (inverse - 1.0) / (inverse + 1.0) * (1_i64 << 60) as f64;
        let square = (t as i128 * t as i128) >> 60;
        let (mut sum, mut term) = (0, t as i128);
        for power in (1..61).step_by(2) {
            sum += term / power;
            term = (term * square) >> 60;
        }
        // To units of 2⁻⁴³: from 2⁻⁵⁹, for the 2 before the artanh.
        let rounded = (sum + (1 << 15)) >> 16;
        [inverse, -(rounded as f64) / (1_i64 << 43) as f64]
    })
}

fn angles() -> [[f64; 4]; ANGLES] {
    std::array::from_fn(|at| {
        // The terms of the two series in turn: 1, x, x²/2, x³/6, …
        let (mut sums, mut term, mut power) = ([0_u128, ONE], at as u128 * (ONE / 128), 1);
        while term > 0 {
            let sum = &mut sums[1 - power % 2];
            // Every other two are taken off.
            if power % 4 < 2 {
                *sum += term;
            } else {
                *sum -= term;
            }
            power += 1;
            term = term * at as u128 / (128 * power as u128);
        }
        let ([sine, sine_lacks], [cosine, cosine_lacks]) = (parts(sums[0]), parts(sums[1]));
        [sine, sine_lacks, cosine, cosine_lacks]
    })
}

/// The 1/c of [`LN`], as bits. A c has to lie near the middle of its part and its logarithm near a
/// multiple of 2⁻⁴³: figures of Arm's optimized routines (2018, `log_data.c`), as glibc has them.
const CENTRES: [u64; STEPS] = [
    0x3ff7_34f0_c3e0_de9f,
    0x3ff7_1378_6a2c_e91f,
    0x3ff6_f260_08fa_b5a0,
    0x3ff6_d1a6_1f13_8c7d,
    0x3ff6_b149_0bc5_b4d1,
    0x3ff6_9147_332f_0cba,
    0x3ff6_719f_1822_4223,
    0x3ff6_524f_99a5_1ed9,
    0x3ff6_3356_aa8f_24c4,
    0x3ff6_14b3_6b9d_dc14,
    0x3ff5_f664_52c6_5c4c,
    0x3ff5_d867_b591_2c4f,
    0x3ff5_babc_cb5b_90de,
    0x3ff5_9d61_f2d9_1a78,
    0x3ff5_8056_1246_5687,
    0x3ff5_6397_cee7_6bd3,
    0x3ff5_4725_e2a7_7f93,
    0x3ff5_2aff_4206_4583,
    0x3ff5_0f22_dbb2_bddf,
    0x3ff4_f38f_4734_ded7,
    0x3ff4_d843_cfde_2840,
    0x3ff4_bd3e_c078_a3c8,
    0x3ff4_a27f_c3e0_258a,
    0x3ff4_8805_24d4_8434,
    0x3ff4_6dce_1b19_2d0b,
    0x3ff4_53d9_d339_1854,
    0x3ff4_3a27_44b4_845a,
    0x3ff4_20b5_4115_f8fb,
    0x3ff4_0782_da3e_f4b1,
    0x3ff3_ee8f_5d57_fe8f,
    0x3ff3_d5d9_a00b_4ce9,
    0x3ff3_bd60_c010_c12b,
    0x3ff3_a524_2b75_dab8,
    0x3ff3_8d22_cd9f_d002,
    0x3ff3_755b_c584_7a1c,
    0x3ff3_5dce_49ad_36e2,
    0x3ff3_4679_984d_d440,
    0x3ff3_2f5c_ceff_cb24,
    0x3ff3_1877_75a1_0d49,
    0x3ff3_01c8_373e_3990,
    0x3ff2_eb4e_bb95_f841,
    0x3ff2_d50a_0219_a9d1,
    0x3ff2_bef9_a8b7_fd2a,
    0x3ff2_a91c_7a0c_1bab,
    0x3ff2_9372_6014_b530,
    0x3ff2_7dfa_5757_a1f5,
    0x3ff2_68b3_9b1d_3bbf,
    0x3ff2_539d_838f_f5bd,
    0x3ff2_3eb7_aac9_083b,
    0x3ff2_2a01_2ba9_40b6,
    0x3ff2_1579_96cc_4132,
    0x3ff2_0120_1dd2_fc9b,
    0x3ff1_ecf4_494d_480b,
    0x3ff1_d8f5_528f_6569,
    0x3ff1_c523_1157_7e7c,
    0x3ff1_b17c_74cb_26e9,
    0x3ff1_9e01_0c2c_1ab6,
    0x3ff1_8ab0_7bb6_70bd,
    0x3ff1_778a_25ef_bcb6,
    0x3ff1_648d_354c_31da,
    0x3ff1_51b9_9027_5fdd,
    0x3ff1_3f0e_a432_d24c,
    0x3ff1_2c8b_7210_f9da,
    0x3ff1_1a30_28ec_b531,
    0x3ff1_07fb_da84_34af,
    0x3ff0_f5ee_0f4e_6bb3,
    0x3ff0_e406_5d2a_9fce,
    0x3ff0_d244_632c_a521,
    0x3ff0_c0a7_7ce2_981a,
    0x3ff0_af2f_83c6_36d1,
    0x3ff0_9ddb_98a0_1339,
    0x3ff0_8cab_af52_e7df,
    0x3ff0_7b9f_2f4e_28fb,
    0x3ff0_6ab5_8c35_8f19,
    0x3ff0_59ee_a5ec_f92c,
    0x3ff0_4949_cdd1_2c90,
    0x3ff0_38c6_c6f0_ada9,
    0x3ff0_2865_1379_32a9,
    0x3ff0_1824_27ea_7348,
    0x3ff0_0804_0614_b195,
    0x3fef_e01f_f726_fa1a,
    0x3fef_a11c_c261_ea74,
    0x3fef_6310_b081_992e,
    0x3fef_25f6_3cee_adcd,
    0x3fee_e9c8_0391_13e7,
    0x3fee_ae80_78cb_b1ab,
    0x3fee_741a_a29d_0c9b,
    0x3fee_3a91_830a_99b5,
    0x3fee_01e0_0960_9a56,
    0x3fed_ca01_e577_bb98,
    0x3fed_92f2_0b7c_9103,
    0x3fed_5cac_66fb_5cce,
    0x3fed_272c_aa5e_de9d,
    0x3fec_f26e_3e6b_2ccd,
    0x3fec_be6d_a2a7_7902,
    0x3fec_8b26_6d37_086d,
    0x3fec_5894_bd5d_5804,
    0x3fec_26b5_33bb_9f8c,
    0x3feb_f583_eeec_e73f,
    0x3feb_c4fd_75db_96c1,
    0x3feb_951e_0c86_4a28,
    0x3feb_65e2_c5ef_3e2c,
    0x3feb_3748_67c9_888b,
    0x3feb_094b_211d_304a,
    0x3fea_dbe8_85f2_ef7e,
    0x3fea_af1d_3160_3da2,
    0x3fea_82e6_3fd3_58a7,
    0x3fea_5740_ef09_738b,
    0x3fea_2c2a_90ab_4b27,
    0x3fea_01a0_1393_f2d1,
    0x3fe9_d79f_24db_3c1b,
    0x3fe9_ae25_05c7_b190,
    0x3fe9_852e_f297_ce2f,
    0x3fe9_5cba_eea4_4b75,
    0x3fe9_34c6_9de7_4838,
    0x3fe9_0d4f_2f67_52e6,
    0x3fe8_e652_8eff_d79d,
    0x3fe8_bfce_9fcc_007c,
    0x3fe8_99c0_dabe_c30e,
    0x3fe8_7427_aa23_17fb,
    0x3fe8_4f00_acb3_9a08,
    0x3fe8_2a49_e865_3e55,
    0x3fe8_0601_95f4_0260,
    0x3fe7_e225_63e0_a329,
    0x3fe7_beb3_77dc_b5ad,
    0x3fe7_9baa_6797_25c2,
    0x3fe7_7907_f217_0657,
    0x3fe7_56ca_dbd6_130c,
];
